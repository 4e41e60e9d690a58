package dev.taskward.user;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

import dev.taskward.audit.AuditAction;
import dev.taskward.audit.AuditLog;
import dev.taskward.data.BaseEntity;

/** Settles who has an address: an account that has not verified it gives way to a user who has proven it. */
@ApplicationScoped
public class AddressClaims {
    /** A domain that RFC 2606 reserves, so that no mail gets there, and a random name that nobody can take first. */
    private static final String RELEASED = "released-%s@users.invalid";

    private static final Duration GRACE = Duration.ofHours(24);

    @Inject
    AuditLog audit;

    /**
     * Takes the address from the account that has it, unless that has verified it. The account stays as it is otherwise:
     * its user signs in by username and sets another email.
     *
     * @param to who has proven the address, for the audit log
     * @return whether no account has the address now
     */
    @Transactional(TxType.MANDATORY)
    public boolean release(String email, String to) {
        return release(email, to, BaseEntity.now());
    }

    /** The same, but an account has a day to verify its address: as long as a link for that works. */
    @Transactional(TxType.MANDATORY)
    public boolean releaseAfterGrace(String email, String to) {
        return release(email, to, BaseEntity.now().minus(GRACE));
    }

    private boolean release(String email, String to, Instant createdBefore) {
        User found = User.byLogin(email, null);
        User holder = found == null ? null : User.lock(found.id);
        if (holder == null || !holder.email.equals(email)) {
            return true;
        }
        if (holder.emailVerifiedAt != null || holder.createdAt.isAfter(createdBefore)) {
            return false;
        }
        holder.email = RELEASED.formatted(UUID.randomUUID());
        holder.flush();
        audit.record(AuditAction.EMAIL_RELEASED, null, holder.id, "to " + to);
        return true;
    }
}
