package dev.taskward.note;

import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;

import org.hibernate.annotations.DynamicUpdate;

import dev.taskward.data.BaseEntity;
import dev.taskward.data.Listing;
import dev.taskward.data.Slice;

/** Something a user wants to remember. */
@Entity
@Table(name = "notes")
@DynamicUpdate
public class Note extends BaseEntity {
    @Column(name = "user_id", updatable = false)
    public UUID userId;

    public String text;
    public boolean pinned;

    static Note findOwned(UUID id, UUID owner) {
        return find("id = ?1 and userId = ?2", id, owner).firstResult();
    }

    static Note lockOwned(UUID id, UUID owner) {
        return find("id = ?1 and userId = ?2", id, owner).withLock(LockModeType.PESSIMISTIC_WRITE).firstResult();
    }

    static Slice<Note> pageOwned(UUID owner, Listing<Note, NoteFilter> asked) {
        return Slice.read(Note.class, asked, asked.filter().where(owner));
    }

    void set(NoteInput input) {
        text = input.text();
        pinned = input.pinned();
    }
}
