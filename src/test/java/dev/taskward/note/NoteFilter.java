package dev.taskward.note;

import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.taskward.data.SearchText;
import dev.taskward.data.Sorting;
import dev.taskward.data.Where;
import dev.taskward.http.Input;

/** How notes can be filtered and sorted. */
@Input
@Schema
public record NoteFilter(
        @Schema(description = "Only those pinned, or only the others.") Boolean pinned,
        @SearchText @Schema(minLength = SearchText.MIN_LENGTH, maxLength = SearchText.MAX_LENGTH, description = "Only those with this text in them.") String search) {

    static final Sorting<Note> SORTING = new Sorting<Note>().byTimes();

    Where where(UUID owner) {
        return Where.owned("userId", owner).eq("pinned", pinned).contains(search, "text");
    }
}
