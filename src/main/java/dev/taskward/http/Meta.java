package dev.taskward.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where a list stands: by page with a total, or by cursor without one. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ListMeta", description = "Where this list stands. `page`, `total` and `totalPages` come with page paging alone.")
public record Meta(
        @Schema(minimum = "1", examples = "1") Integer page,
        @Schema(required = true, minimum = "1", maximum = "100", examples = "20") int limit,
        @Schema(minimum = "0", maximum = "100000", examples = "57") Long total,
        @Schema(description = "False where more than 100,000 rows match: `total` is then 100,000. Absent otherwise.") Boolean totalIsExact,
        @Schema(minimum = "0", examples = "3") Long totalPages,
        @Schema(description = "Give it as `cursor` for the next page; absent on the last one.", maxLength = 2048, pattern = "^[A-Za-z0-9_-]+$", examples = "eyJvcmRlciI6Ii1jcmVhdGVkQXQifQ") String nextCursor) {}
