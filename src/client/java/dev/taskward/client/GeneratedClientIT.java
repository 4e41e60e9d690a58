package dev.taskward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.RestAssured;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import dev.taskward.client.api.AuthenticationApi;
import dev.taskward.client.api.PostsApi;
import dev.taskward.client.api.TasksApi;
import dev.taskward.client.api.UsersApi;
import dev.taskward.client.model.LoginInput;
import dev.taskward.client.model.LogoutInput;
import dev.taskward.client.model.PostInput;
import dev.taskward.client.model.PostPatch;
import dev.taskward.client.model.PostStatus;
import dev.taskward.client.model.Priority;
import dev.taskward.client.model.RegistrationInput;
import dev.taskward.client.model.Task;
import dev.taskward.client.model.TaskBulkInput;
import dev.taskward.client.model.TaskCompletionInput;
import dev.taskward.client.model.TaskInput;
import dev.taskward.client.model.TaskList;
import dev.taskward.client.model.TaskOperation;
import dev.taskward.client.model.TaskOperationKind;
import dev.taskward.client.model.TaskPatch;
import dev.taskward.client.model.User;
import dev.taskward.support.ServiceTest;

/** What an app team meets that generates its client from the document: a user's story, start to end. */
@QuarkusIntegrationTest
public class GeneratedClientIT extends ServiceTest {
    private static final String PASSWORD = "Correct-horse-7";
    private static final OffsetDateTime DUE = OffsetDateTime.parse("2026-12-01T09:00:00Z");

    /** Somebody with a generated client and a session. */
    private record Person(ApiClient client, User user) {
        static Person register() throws ApiException {
            String name = "g" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
            ApiClient anonymous = connect();
            User user = new AuthenticationApi(anonymous).register(
                    new RegistrationInput().email(name + "@example.com").username(name).password(PASSWORD), null).getData();
            String token = new AuthenticationApi(anonymous)
                    .login(new LoginInput().email(user.getEmail()).password(PASSWORD)).getData().getAccessToken();
            ApiClient signedIn = connect();
            signedIn.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
            return new Person(signedIn, user);
        }

        private static ApiClient connect() {
            ApiClient client = new ApiClient();
            client.updateBaseUri("http://localhost:" + RestAssured.port);
            return client;
        }

        UUID id() {
            return user.getId();
        }
    }

    /** The body is a problem of RFC 9457: generated clients accept both shapes, and so are given that one. */
    private static JsonNode refused(int status, ThrowingCallable call) throws Exception {
        ApiException refusal = catchThrowableOfType(ApiException.class, call);
        assertThat(refusal.getCode()).isEqualTo(status);
        return new ObjectMapper().readTree(refusal.getResponseBody());
    }

    @Test
    void aUserKeepsTasks() throws Exception {
        Person ada = Person.register();
        TasksApi tasks = new TasksApi(ada.client());
        Task water = tasks.createUserTask(ada.id(), new TaskInput().title("Water the plants")
                .priority(Priority.HIGH).dueAt(DUE), null).getData();
        tasks.createUserTask(ada.id(), new TaskInput().title("Feed the cat"), null);
        assertThat(water.getDueAt()).isEqualTo(DUE);

        TaskList urgent = tasks.listUserTasks(ada.id(), false, Priority.HIGH, null, null, null, "plants", "-priority,dueAt",
                1, 10, null, null);
        assertThat(urgent.getData()).extracting(Task::getId).containsExactly(water.getId());
        assertThat(urgent.getMeta().getTotal()).isEqualTo(1);

        TaskList first = tasks.listUserTasks(ada.id(), null, null, null, null, null, null, "title", null, 1, "", null);
        TaskList second = tasks.listUserTasks(ada.id(), null, null, null, null, null, null, "title", null, 1,
                first.getMeta().getNextCursor(), null);
        assertThat(first.getData()).extracting(Task::getTitle).containsExactly("Feed the cat");
        assertThat(second.getData()).extracting(Task::getTitle).containsExactly("Water the plants");

        Task patched = tasks.patchUserTask(ada.id(), water.getId(), new TaskPatch().description("All of them"), null)
                .getData();
        assertThat(patched.getDescription()).isEqualTo("All of them");
        assertThat(patched.getPriority()).isEqualTo(Priority.HIGH);
        assertThat(tasks.completeUserTask(ada.id(), water.getId(), null, null).getData().getCompleted()).isTrue();
        assertThat(tasks.completeUserTask(ada.id(), water.getId(), null, new TaskCompletionInput().completed(false)).getData()
                .getCompletedAt()).isNull();
        tasks.deleteUserTask(ada.id(), water.getId(), null);
        assertThat(refused(404, () -> tasks.readUserTask(ada.id(), water.getId(), null)).path("code").asText())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void whatCannotBeDoneIsAnExceptionThatSaysWhy() throws Exception {
        Person ada = Person.register();
        Person bob = Person.register();
        TasksApi tasks = new TasksApi(ada.client());
        JsonNode invalid = refused(400, () -> tasks.createUserTask(ada.id(), new TaskInput().title(" "), null));
        assertThat(invalid.path("errors").path(0).path("field").asText()).isEqualTo("title");
        Task task = tasks.createUserTask(ada.id(), new TaskInput().title("Mine"), null).getData();
        String etag = tasks.readUserTaskWithHttpInfo(ada.id(), task.getId(), null).getHeaders().get("etag").get(0);
        tasks.patchUserTask(ada.id(), task.getId(), new TaskPatch().title("Mine still"), etag);
        refused(412, () -> tasks.patchUserTask(ada.id(), task.getId(), new TaskPatch().title("Too late"), etag));
        refused(403, () -> tasks.listUserTasks(bob.id(), null, null, null, null, null, null, null, null, null, null, null));
    }

    @Test
    void manyThingsAreDoneAtOnceAndOnlyOnce() throws Exception {
        Person ada = Person.register();
        TasksApi tasks = new TasksApi(ada.client());
        UUID old = tasks.createUserTask(ada.id(), new TaskInput().title("Old").priority(Priority.HIGH), null)
                .getData().getId();
        TaskBulkInput bulk = new TaskBulkInput()
                .addOperationsItem(new TaskOperation().op(TaskOperationKind.CREATE)
                        .data(new TaskPatch().title("New")))
                .addOperationsItem(new TaskOperation().op(TaskOperationKind.PATCH).id(old)
                        .data(new TaskPatch().title("Renamed")));
        String key = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) {
            var results = tasks.bulkUserTasks(ada.id(), bulk, key).getData();
            assertThat(results.get(0).getStatus()).isEqualTo(201);
            assertThat(results.get(1).getData().getTitle()).isEqualTo("Renamed");
            assertThat(results.get(1).getData().getPriority()).isEqualTo(Priority.HIGH);
        }
        assertThat(tasks.listUserTasks(ada.id(), null, null, null, null, null, null, null, 1, null, null, null).getMeta()
                .getTotal()).isEqualTo(2);
    }

    @Test
    void aPostIsWrittenPublishedAndReadByOthers() throws Exception {
        Person ada = Person.register();
        Person bob = Person.register();
        PostsApi posts = new PostsApi(ada.client());
        UUID post = posts.createPost(new PostInput().title("Hello"), null).getData().getId();
        refused(404, () -> new PostsApi(bob.client()).readPost(post, null));
        posts.patchPost(post, new PostPatch().status(PostStatus.PUBLISHED), null);
        assertThat(new PostsApi(bob.client()).readPost(post, null).getData().getTitle()).isEqualTo("Hello");
        refused(403, () -> new PostsApi(bob.client()).deletePost(post, null));
        User seen = new UsersApi(bob.client()).readUser(ada.id(), null).getData();
        assertThat(List.of(seen.getUsername(), ada.user().getUsername())).containsOnly(ada.user().getUsername());
        assertThat(seen.getEmail()).isNull();

        new AuthenticationApi(ada.client()).logout(new LogoutInput());
        assertThat(refused(401, () -> posts.readPost(post, null)).path("code").asText()).isEqualTo("TOKEN_INVALID");
    }
}
