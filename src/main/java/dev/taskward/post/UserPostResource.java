package dev.taskward.post;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.taskward.data.Listing;
import dev.taskward.http.Changes;
import dev.taskward.http.ListOf;
import dev.taskward.http.MediaTypes;
import dev.taskward.http.Resource;
import dev.taskward.security.PersonalTokensAllowed;
import dev.taskward.user.Role;
import dev.taskward.user.User;

/** The posts of one user, as far as the caller may read them. */
@Path("/api/v1/users/{id}/posts")
@Tag(name = "Posts")
@Produces(MediaTypes.JSON)
@RolesAllowed(Role.USER)
@PersonalTokensAllowed
public class UserPostResource extends Resource {
    @GET
    @Operation(summary = "List a user's posts", description = "The published ones; for the author and admins drafts too. "
            + "Bodies are truncated as in the list of all posts.")
    @ListOf(view = PostView.class, filter = PostFilter.class)
    public Response list(@PathParam("id") UUID id, UriInfo uri) {
        Listing<PostSummary, PostFilter> asked = lists.parse(uri, PostFilter.class, PostFilter.SORTING);
        Changes.found(User.byId(id));
        return lists.answer(PostSummary.pageVisible(Post.Reader.of(caller), id, asked), asked, PostView::of, uri);
    }
}
