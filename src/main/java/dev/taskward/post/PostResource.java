package dev.taskward.post;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.taskward.data.Listing;
import dev.taskward.http.ApiException;
import dev.taskward.http.Changes;
import dev.taskward.http.ErrorCode;
import dev.taskward.http.Fields;
import dev.taskward.http.Idempotent;
import dev.taskward.http.ListOf;
import dev.taskward.http.MediaTypes;
import dev.taskward.http.Resource;
import dev.taskward.security.PersonalTokensAllowed;
import dev.taskward.user.Role;

/** Posts: published ones for every user, drafts for their author and admins. */
@Path("/api/v1/posts")
@Tag(name = "Posts", description = "Published ones are for every user, drafts for their author and admins.")
@Produces(MediaTypes.JSON)
@Consumes({MediaTypes.JSON, MediaTypes.FORM, MediaTypes.MULTIPART})
@RolesAllowed(Role.USER)
@PersonalTokensAllowed
public class PostResource extends Resource {
    @GET
    @Operation(summary = "List posts", description = "With the first 1,000 characters of each body; where there are more, "
            + "`bodyTruncated` is true, and the whole body comes with the post itself.")
    @ListOf(view = PostView.class, filter = PostFilter.class)
    public Response list(UriInfo uri) {
        Listing<PostSummary, PostFilter> asked = lists.parse(uri, PostFilter.class, PostFilter.SORTING);
        return lists.answer(PostSummary.pageVisible(reader(), null, asked), asked, PostView::of, uri);
    }

    @POST
    @Idempotent
    @Transactional
    @Operation(summary = "Create a post")
    @APIResponseSchema(value = PostView.class, responseCode = "201", responseDescription = "The new post")
    @APIResponse(responseCode = "403", ref = "QUOTA_EXCEEDED")
    public Response create(PostInput input, UriInfo uri) {
        quotas.admit("posts", caller.id(), 1, () -> Post.count("authorId", caller.id()));
        Post post = new Post();
        post.authorId = caller.id();
        post.set(input);
        post.persistAndFlush();
        return replies.created(post, PostView.of(post), uri, "Post created");
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Read a post")
    @APIResponseSchema(value = PostView.class, responseCode = "200", responseDescription = "The post")
    public Response read(@PathParam("id") UUID id) {
        Post post = Changes.found(Post.findVisible(id, reader()));
        return replies.read(post, PostView.of(post));
    }

    @PUT
    @Path("/{id}")
    @Transactional
    @Operation(summary = "Replace a post", description = "What the body leaves out gets its default.")
    @APIResponseSchema(value = PostView.class, responseCode = "200", responseDescription = "The post")
    public Response replace(@PathParam("id") UUID id, PostInput input) {
        return changes.update(locked(id), post -> post.set(input), PostView::of, "Post updated");
    }

    @PATCH
    @Path("/{id}")
    @Transactional
    @Consumes({MediaTypes.MERGE_PATCH, MediaTypes.JSON, MediaTypes.FORM, MediaTypes.MULTIPART})
    @Operation(summary = "Change a post in part", description = "A merge patch (RFC 7396).")
    @APIResponseSchema(value = PostView.class, responseCode = "200", responseDescription = "The post")
    public Response patch(@PathParam("id") UUID id, Fields<PostInput> patch) {
        return changes.update(locked(id), post -> post.set(patch.onto(PostInput.of(post))), PostView::of,
                "Post updated");
    }

    @DELETE
    @Path("/{id}")
    @Transactional
    @Operation(summary = "Delete a post")
    @APIResponse(responseCode = "204", description = "Deleted")
    public Response delete(@PathParam("id") UUID id) {
        return changes.delete(locked(id));
    }

    private Post locked(UUID id) {
        Post post = Changes.found(Post.lockVisible(id, reader()));
        if (!post.isChangeableBy(reader())) {
            throw new ApiException(ErrorCode.FORBIDDEN, "Only the author and admins may change a post");
        }
        return post;
    }

    private Post.Reader reader() {
        return Post.Reader.of(caller);
    }
}
