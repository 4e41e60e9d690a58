package dev.taskward.http;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;

import dev.taskward.data.BaseEntity;

/** The way of every change to an entity: found, precondition met, changed, written, answered. */
@ApplicationScoped
public class Changes {
    @Inject
    Preconditions preconditions;

    @Inject
    Replies replies;

    /**
     * @param locked the entity, locked for the transaction at hand; null if the caller has no such one
     * @throws ApiException 404, 412 or 428
     */
    public <E extends BaseEntity> Response update(E locked, Consumer<E> change, Function<E, ?> view, String message) {
        E entity = checked(locked);
        change.accept(entity);
        entity.flush();
        return replies.updated(entity, view.apply(entity), message);
    }

    /**
     * @param locked as for an update
     * @throws ApiException 404, 412 or 428
     */
    public Response delete(BaseEntity locked) {
        checked(locked).delete();
        return Response.noContent().build();
    }

    /**
     * The same in a single statement, unless there is a precondition to check first.
     *
     * @param locked the entity, as for an update
     * @param deleted deletes it by its id and owner, and tells whether there was one
     * @throws ApiException 404, 412 or 428
     */
    public Response delete(Supplier<? extends BaseEntity> locked, BooleanSupplier deleted) {
        if (preconditions.conditional()) {
            return delete(locked.get());
        }
        if (!deleted.getAsBoolean()) {
            throw ApiException.noSuchResource();
        }
        return Response.noContent().build();
    }

    /** @throws ApiException 404 if it is null */
    public static <E> E found(E entity) {
        if (entity == null) {
            throw ApiException.noSuchResource();
        }
        return entity;
    }

    private <E extends BaseEntity> E checked(E locked) {
        preconditions.check(found(locked));
        return locked;
    }
}
