package dev.taskward.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.taskward.audit.AuditResource;
import dev.taskward.auth.AuthResource;
import dev.taskward.task.MyTaskResource;
import dev.taskward.task.TaskInput;
import dev.taskward.task.UserTaskResource;
import dev.taskward.user.UserResource;

/** What is read off a resource's code; off real ones, because one made for a test would be served by all the others. */
class EndpointTest {
    private static final String TASKS = "/api/{user_id}/tasks";

    private static Endpoint endpoint(String path, HttpMethod verb, Class<?> resource, String method) {
        return Endpoint.of(path, verb, resource.getName() + "_" + method);
    }

    @Test
    void methodsOfACollectionAreNamedForItAndForItsMount() {
        assertThat(endpoint(TASKS, HttpMethod.GET, UserTaskResource.class, "list").name()).isEqualTo("listUserTasks");
        assertThat(endpoint("/api/v1/tasks/{id}", HttpMethod.PUT, MyTaskResource.class, "replace").name())
                .isEqualTo("replaceTask");
        assertThat(endpoint("/api/v1/tasks/bulk", HttpMethod.POST, MyTaskResource.class, "bulk").name())
                .isEqualTo("bulkTasks");
    }

    @Test
    void aListIsNamedForItsRowsWhereItsPathIsNoPlural() {
        assertThat(endpoint("/api/v1/audit", HttpMethod.GET, AuditResource.class, "list").name())
                .isEqualTo("listAuditEvents");
    }

    @Test
    void otherMethodsKeepTheirNames() {
        assertThat(endpoint("/api/v1/auth/login", HttpMethod.POST, AuthResource.class, "login").name())
                .isEqualTo("login");
    }

    @ParameterizedTest
    @CsvSource({"Task,Tasks", "Story,Stories", "Day,Days"})
    void nounsHaveTheirPlural(String noun, String plural) {
        assertThat(Endpoint.plural(noun)).isEqualTo(plural);
    }

    /** The compiler's bridge in the public class below a package-private one has lost the type argument. */
    @Test
    void theRecordBehindAMergePatchIsFoundThoughItsMethodIsInherited() {
        assertThat(endpoint(TASKS + "/{id}", HttpMethod.PATCH, UserTaskResource.class, "patch").patched())
                .isEqualTo(TaskInput.class);
    }

    @Test
    void aMethodIsPublicOnlyWhereItSaysSo() {
        assertThat(endpoint("/api/v1/auth/login", HttpMethod.POST, AuthResource.class, "login").isPublic()).isTrue();
        assertThat(endpoint("/api/v1/auth/logout", HttpMethod.POST, AuthResource.class, "logout").isPublic()).isFalse();
        assertThat(endpoint(TASKS, HttpMethod.GET, UserTaskResource.class, "list").isPublic()).isFalse();
    }

    @Test
    void theOwnerInThePathIsNotWhatTheRequestIsAbout() {
        assertThat(endpoint(TASKS, HttpMethod.GET, UserTaskResource.class, "list").isAboutOne()).isFalse();
        assertThat(endpoint(TASKS + "/{id}", HttpMethod.GET, UserTaskResource.class, "read").isAboutOne()).isTrue();
    }

    @Test
    void bodiesAreOptionalWhereTheirRecordSaysSo() {
        assertThat(endpoint("/api/v1/auth/logout", HttpMethod.POST, AuthResource.class, "logout").hasOptionalBody())
                .isTrue();
        assertThat(endpoint(TASKS, HttpMethod.POST, UserTaskResource.class, "create").hasOptionalBody()).isFalse();
    }

    @Test
    void whatIsDeletedBelowAResourceHasNoEtag() {
        assertThat(endpoint("/api/v1/users/{id}", HttpMethod.DELETE, UserResource.class, "delete").honoursIfMatch())
                .isTrue();
        assertThat(endpoint("/api/v1/users/{id}/sessions", HttpMethod.DELETE, UserResource.class, "signOut")
                .honoursIfMatch()).isFalse();
    }

    @Test
    void anOperationWithoutAMethodStopsTheBuild() {
        assertThatThrownBy(() -> Endpoint.of(TASKS, HttpMethod.GET, "tasks"))
                .hasMessageContaining("operation-id-strategy");
    }
}
