package dev.taskward.task;

import java.time.Instant;
import java.util.UUID;

import jakarta.validation.constraints.Pattern;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.taskward.data.SearchText;
import dev.taskward.data.SortKey;
import dev.taskward.data.Sorting;
import dev.taskward.data.Where;
import dev.taskward.http.Input;

/** How a list of tasks can be filtered and sorted: each component is a query parameter. */
@Input
@Schema
public record TaskFilter(
        @Schema(description = "Only those completed, or only those open.") Boolean completed,
        @Schema(description = "Only those of this priority.") Priority priority,
        @Schema(description = "Only those due before this time.") Instant dueBefore,
        @Schema(description = "Only those due after this time.") Instant dueAfter,
        @Pattern(regexp = "none", message = "must be none") @Schema(enumeration = "none", description = "`none`: only those without a due time.") String dueAt,
        @SearchText @Schema(minLength = SearchText.MIN_LENGTH, maxLength = SearchText.MAX_LENGTH, description = "Only those with this text in title or description, whatever its case.") String search) {

    static final Sorting<Task> SORTING = new Sorting<Task>().byTimes()
            .by(new SortKey<>("dueAt", "dueAt", Instant.class, true, task -> task.dueAt))
            .by(new SortKey<>("priority",
                    "case priority when dev.taskward.task.Priority.high then 2 when dev.taskward.task.Priority.medium then 1 else 0 end",
                    Integer.class, false, task -> task.priority.ordinal()))
            .by("title", String.class, task -> task.title);

    Where where(UUID owner) {
        return Where.owned("userId", owner)
                .eq("completed", completed)
                .eq("priority", priority)
                .before("dueAt", dueBefore)
                .after("dueAt", dueAfter)
                .absent("dueAt", dueAt != null)
                .contains(search, "title", "description");
    }
}
