package dev.taskward.audit;

import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;

import dev.taskward.data.BaseEntity;
import dev.taskward.data.Listing;
import dev.taskward.data.Slice;

/** Something that happened to an account or a key, and from where. */
@Entity
@Table(name = "audit_events")
@Immutable
public class AuditEvent extends BaseEntity {
    @Enumerated(EnumType.STRING)
    public AuditAction action;

    /** Who did it; null where nobody was signed in. */
    @Column(name = "actor_id")
    public UUID actorId;

    /** The account it was done to; null where it concerns none, or one that does not exist. */
    @Column(name = "subject_id")
    public UUID subjectId;

    public String detail;
    public String address;

    @Column(name = "user_agent")
    public String userAgent;

    @Column(name = "request_id")
    public String requestId;

    static Slice<AuditEvent> page(Listing<AuditEvent, AuditFilter> asked) {
        return Slice.read(AuditEvent.class, asked, asked.filter().where());
    }
}
