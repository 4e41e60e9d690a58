package dev.taskward.external;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;

import dev.taskward.data.BaseEntity;
import dev.taskward.user.Role;

/** A user of the outside issuer and the account that it has here. */
@Entity
@Table(name = "external_identities")
public class ExternalIdentity extends BaseEntity {
    @Column(updatable = false)
    public String issuer;

    @Column(updatable = false)
    public String subject;

    /** Null when the account has been deleted. */
    @Column(name = "user_id")
    public UUID userId;

    /** What the issuer last said, which the account was then given. */
    @Enumerated(EnumType.STRING)
    public Role role;

    /** When it said so. */
    @Column(name = "role_since")
    public Instant roleSince;

    /** When the account was deleted. */
    @Column(name = "ended_at")
    public Instant endedAt;

    static ExternalIdentity of(ExternalToken token) {
        return find("issuer = ?1 and subject = ?2", token.issuer(), token.subject()).firstResult();
    }

    /** Others who ask for the same one wait until the transaction ends, whether it is there yet or not. */
    static void lock(ExternalToken token) {
        getEntityManager().createNativeQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:who, 0))")
                .setParameter("who", token.issuer() + " " + token.subject()).getSingleResult();
    }

    static Optional<KnownUser> known(ExternalToken token) {
        return getEntityManager().createQuery("select i.userId, u.role, i.role, i.roleSince from ExternalIdentity i "
                + "join User u on u.id = i.userId where i.issuer = :issuer and i.subject = :subject", Object[].class)
                .setParameter("issuer", token.issuer()).setParameter("subject", token.subject()).getResultStream()
                .map(row -> new KnownUser((UUID) row[0], (Role) row[1], (Role) row[2], (Instant) row[3])).findFirst();
    }

    /** @param earlier what it had been tied to before that was deleted; null if nothing */
    static void tie(ExternalIdentity earlier, ExternalToken token, UUID userId) {
        ExternalIdentity identity = earlier == null ? new ExternalIdentity() : earlier;
        identity.issuer = token.issuer();
        identity.subject = token.subject();
        identity.userId = userId;
        identity.role = token.role();
        identity.roleSince = token.issuedAt();
        identity.endedAt = null;
        identity.persistAndFlush();
    }

    /** The account is being deleted: tokens from before are to be refused. */
    public static void end(UUID userId) {
        update("endedAt = ?1 where userId = ?2", BaseEntity.now(), userId);
    }
}
