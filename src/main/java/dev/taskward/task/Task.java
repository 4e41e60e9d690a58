package dev.taskward.task;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;

import org.hibernate.annotations.DynamicUpdate;

import dev.taskward.data.BaseEntity;
import dev.taskward.data.Listing;
import dev.taskward.data.Slice;

/** Something a user has to do. Every way to reach one takes its owner, who is part of the statement. */
@Entity
@Table(name = "tasks")
@DynamicUpdate
public class Task extends BaseEntity {
    @Column(name = "user_id", updatable = false)
    public UUID userId;

    public String title;
    public String description;

    @Column(name = "completed_at")
    public Instant completedAt;

    @Enumerated(EnumType.STRING)
    public Priority priority;

    @Column(name = "due_at")
    public Instant dueAt;

    public boolean completed;

    public static Task findOwned(UUID id, UUID owner) {
        return find("id = ?1 and userId = ?2", id, owner).firstResult();
    }

    /** Locked until the transaction ends, so that of two writers the second works on what the first has left. */
    public static Task lockOwned(UUID id, UUID owner) {
        return find("id = ?1 and userId = ?2", id, owner).withLock(LockModeType.PESSIMISTIC_WRITE).firstResult();
    }

    /** Those of the ids that are the owner's, locked in one order, so that two bulks do not wait for each other. */
    static Map<UUID, Task> lockOwned(Collection<UUID> ids, UUID owner) {
        return Task.<Task>find("id in ?1 and userId = ?2 order by id", ids, owner)
                .withLock(LockModeType.PESSIMISTIC_WRITE).stream()
                .collect(Collectors.toMap(task -> task.id, Function.identity()));
    }

    public static Slice<Task> pageOwned(UUID owner, Listing<Task, TaskFilter> asked) {
        return Slice.read(Task.class, asked, asked.filter().where(owner));
    }

    public static boolean deleteOwned(UUID id, UUID owner) {
        return delete("id = ?1 and userId = ?2", id, owner) > 0;
    }

    /** Takes on what a client may set. */
    public void set(TaskInput input) {
        title = input.title();
        description = input.description();
        priority = input.priority();
        dueAt = input.dueAt();
        complete(input.completed());
    }

    /** Completing what is complete changes nothing, not even the time. */
    public void complete(boolean done) {
        if (done != completed) {
            completed = done;
            completedAt = done ? now() : null;
        }
    }
}
