package dev.taskward.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import dev.taskward.http.ApiException;
import dev.taskward.http.ErrorCode;
import dev.taskward.http.Etag;

/** Does the operations of a bulk within the transaction at hand; the first that cannot be done ends it all. */
final class TaskBulk {
    private final UUID owner;
    private final Map<UUID, Task> tasks;
    private final List<Task> touched = new ArrayList<>();

    private TaskBulk(UUID owner, Map<UUID, Task> tasks) {
        this.owner = owner;
        this.tasks = tasks;
    }

    /** @throws ApiException 400, 404 or 412, naming the operation by its place */
    static List<BulkResult> run(List<BulkInput.Operation> operations, UUID owner) {
        List<UUID> ids = operations.stream().map(BulkInput.Operation::id).filter(Objects::nonNull).distinct().toList();
        TaskBulk bulk = new TaskBulk(owner, ids.isEmpty() ? new HashMap<>() : Task.lockOwned(ids, owner));
        for (int i = 0; i < operations.size(); i++) {
            try {
                bulk.touched.add(bulk.apply(operations.get(i)));
            } catch (ApiException failure) {
                throw failure.in("operations[" + i + "]");
            }
        }
        Task.flush();
        return bulk.results(operations);
    }

    private Task apply(BulkInput.Operation operation) {
        return switch (operation.op()) {
            case create -> create(operation);
            case patch -> {
                Task task = found(operation);
                task.set(data(operation, () -> operation.data().onto(TaskInput.of(task))));
                yield task;
            }
            case complete -> {
                Task task = found(operation);
                task.complete(operation.done());
                yield task;
            }
            case delete -> {
                Task task = found(operation);
                tasks.remove(task.id);
                task.delete();
                yield task;
            }
        };
    }

    private Task create(BulkInput.Operation operation) {
        if (operation.id() != null) {
            throw ApiException.invalid("id", "is not for the client to choose");
        }
        Task task = new Task();
        task.userId = owner;
        task.set(data(operation, () -> operation.data().bind()));
        task.persist();
        return task;
    }

    private Task found(BulkInput.Operation operation) {
        if (operation.id() == null) {
            throw ApiException.invalid("id", "must not be null");
        }
        Task task = tasks.get(operation.id());
        if (task == null) {
            throw ApiException.noSuchResource();
        }
        if (operation.ifMatch() != null && !Etag.of(task).isIn(operation.ifMatch(), false)) {
            throw new ApiException(ErrorCode.PRECONDITION_FAILED, "The resource has changed since it was read");
        }
        return task;
    }

    private static TaskInput data(BulkInput.Operation operation, java.util.function.Supplier<TaskInput> bound) {
        if (operation.data() == null) {
            throw ApiException.invalid("data", "must not be null");
        }
        try {
            return bound.get();
        } catch (ApiException invalid) {
            throw invalid.in("data");
        }
    }

    private List<BulkResult> results(List<BulkInput.Operation> operations) {
        List<BulkResult> results = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            BulkInput.Kind kind = operations.get(i).op();
            Task task = touched.get(i);
            boolean gone = !task.isPersistent();
            int status = kind == BulkInput.Kind.create ? 201 : kind == BulkInput.Kind.delete ? 204 : 200;
            results.add(new BulkResult(kind, status, task.id, gone ? null : Etag.of(task).toString(),
                    gone ? null : TaskView.of(task)));
        }
        return results;
    }
}
