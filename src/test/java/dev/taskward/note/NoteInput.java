package dev.taskward.note;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

import dev.taskward.http.Input;

/** What a client may set of a note. */
@Input
public record NoteInput(
        @NotBlank @CodePointLength(max = 1000, message = "must be at most 1000 characters long") @Schema(required = true, minLength = 1, maxLength = 1000, examples = "The key is under the mat") String text,
        @NotNull @Schema(defaultValue = "false", examples = "false") Boolean pinned) {

    public NoteInput {
        pinned = pinned != null && pinned;
    }

    static NoteInput of(Note note) {
        return new NoteInput(note.text, note.pinned);
    }
}
