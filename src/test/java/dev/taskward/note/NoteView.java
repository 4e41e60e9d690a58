package dev.taskward.note;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A note as its owner sees it. */
@Schema(name = "Note")
public record NoteView(
        @Schema(required = true, examples = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f") UUID id,
        @Schema(required = true, minLength = 1, maxLength = 1000, examples = "The key is under the mat") String text,
        @Schema(required = true, examples = "false") boolean pinned,
        @Schema(required = true, examples = "2026-11-21T02:06:00.000Z") Instant createdAt,
        @Schema(required = true, examples = "2026-11-21T02:06:00.000Z") Instant updatedAt) {

    static NoteView of(Note note) {
        return new NoteView(note.id, note.text, note.pinned, note.createdAt, note.updatedAt);
    }
}
