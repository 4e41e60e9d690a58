package dev.taskward.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.taskward.support.Account;

/** ETags of tasks, and the requests that depend on them. */
@QuarkusTest
public class TaskPreconditionsTest extends TaskTest {
    private static final String STALE = "\"stale\"";

    static List<Arguments> writes() {
        return List.of(Write.values()).stream().flatMap(write -> List.of(Mount.values()).stream()
                .map(mount -> Arguments.of(write, mount))).toList();
    }

    private Response readUnless(Mount mount, Object id, String... ifNoneMatch) {
        var request = ada().request();
        for (String line : ifNoneMatch) {
            request.header("If-None-Match", line);
        }
        return request.get(mount.path(ada(), id));
    }

    @EveryMount
    void whatTheClientHasAlreadyIsNotSentAgain(Mount mount) {
        Object id = ada().task("Water").get("id");
        String etag = etag(ada(), id);
        for (String held : List.of(etag, "W/" + etag, STALE + ", " + etag, "\"a\",W/" + etag + " , \"b\"", "*")) {
            readUnless(mount, id, held).then().statusCode(304).body(emptyString()).header("ETag", etag)
                    .header("Cache-Control", "private, no-cache");
        }
    }

    @EveryMount
    void tagsMayComeInSeveralHeaderLines(Mount mount) {
        Object id = ada().task("Water").get("id");
        readUnless(mount, id, STALE, etag(ada(), id)).then().statusCode(304);
        Write.PATCH.send(ada(), mount, id, STALE, etag(ada(), id)).then().statusCode(200);
    }

    @EveryMount
    void whatTheClientDoesNotHaveIsSent(Mount mount) {
        Object id = ada().task("Water").get("id");
        String unquoted = etag(ada(), id).replace("\"", "");
        for (String held : List.of(STALE, unquoted, "W/" + STALE, "\"" + unquoted, "\"*\"")) {
            readUnless(mount, id, held).then().statusCode(200).body("data.title", equalTo("Water"));
        }
    }

    @EveryMount
    void headIsConditionalToo(Mount mount) {
        Object id = ada().task("Water").get("id");
        ada().request().header("If-None-Match", etag(ada(), id)).head(mount.path(ada(), id)).then().statusCode(304);
    }

    @EveryMount
    void anAbsentTaskIsAbsentWhateverTheClientHas(Mount mount) {
        readUnless(mount, UUID.randomUUID(), "*").then().statusCode(404);
    }

    @ParameterizedTest
    @EnumSource(names = {"PUT", "PATCH", "COMPLETE"})
    void everyChangeGivesTheTaskANewEtag(Write write) {
        Object id = ada().task("Water").get("id");
        String before = etag(ada(), id);
        String after = write.send(ada(), Mount.BY_TOKEN, id).header("ETag");
        assertThat(after).isNotEqualTo(before).isEqualTo(etag(ada(), id));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aWriteToTheStateThatTheClientReadIsDone(Write write, Mount mount) {
        Object id = ada().task("Water").get("id");
        write.send(ada(), mount, id, etag(ada(), id)).then().statusCode(write.done());
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aWriteToOneOfSeveralStatesIsDone(Write write, Mount mount) {
        Object id = ada().task("Water").get("id");
        write.send(ada(), mount, id, STALE + ", " + etag(ada(), id)).then().statusCode(write.done());
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aWriteToAnyStateIsDone(Write write, Mount mount) {
        write.send(ada(), mount, ada().task("Water").get("id"), "*").then().statusCode(write.done());
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aWriteToAStateThatIsGoneIsRefusedAndChangesNothing(Write write, Mount mount) {
        Object id = ada().task("Water").get("id");
        String old = etag(ada(), id);
        ada().request().body(Map.of("priority", "high")).patch(ada().tasks(id)).then().statusCode(200);
        Map<String, Object> task = read(ada(), id);
        for (String meant : List.of(old, STALE, STALE + ", " + old)) {
            write.send(ada(), mount, id, meant).then().statusCode(412).body("code", equalTo("PRECONDITION_FAILED"));
        }
        assertThat(read(ada(), id)).isEqualTo(task);
    }

    /** RFC 9110 section 13.1.1: If-Match compares strongly. */
    @ParameterizedTest
    @MethodSource("writes")
    void aWeakTagMatchesNoWrite(Write write, Mount mount) {
        Map<String, Object> task = ada().task("Water");
        write.send(ada(), mount, task.get("id"), "W/" + etag(ada(), task.get("id"))).then().statusCode(412);
        assertThat(read(ada(), task.get("id"))).isEqualTo(task);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void theEtagOfAnotherUsersTaskOpensNothing(Write write, Mount mount) {
        Map<String, Object> foreign = bob().task("Bob's own");
        for (String meant : List.of(etag(bob(), foreign.get("id")), STALE, "*")) {
            write.send(ada(), mount, foreign.get("id"), meant).then().statusCode(404);
        }
        assertThat(read(bob(), foreign.get("id"))).isEqualTo(foreign);
    }

    @EveryMount
    void aListThatTheClientHasAlreadyIsNotSentAgain(Mount mount) {
        Account eve = Account.register();
        eve.task("Water");
        String etag = eve.request().get(mount.path(eve)).header("ETag");
        eve.request().header("If-None-Match", "W/" + etag).get(mount.path(eve)).then().statusCode(304)
                .header("ETag", etag).body(emptyString());
    }

    @EveryMount
    void aListHasANewEtagWhenARowIsAddedChangedOrDeleted(Mount mount) {
        Account eve = Account.register();
        String path = mount.path(eve);
        String empty = eve.request().get(path).header("ETag");
        Object id = eve.task("Water").get("id");
        String added = changed(eve, path, empty);
        Write.PATCH.send(eve, mount, id);
        String patched = changed(eve, path, added);
        Write.COMPLETE.send(eve, mount, id);
        String completed = changed(eve, path, patched);
        Write.DELETE.send(eve, mount, id);
        changed(eve, path, completed);
    }

    private static String changed(Account account, String path, String old) {
        return account.request().header("If-None-Match", old).get(path).then().statusCode(200).extract()
                .header("ETag");
    }

    /** The total is part of what a page shows. */
    @EveryMount
    void aPageHasANewEtagWhenTheTotalChanges(Mount mount) {
        Account eve = Account.register();
        eve.task("First");
        eve.task("Second");
        String path = mount.path(eve) + "?limit=1&sort=createdAt";
        String etag = eve.request().get(path).header("ETag");
        eve.task("Third");
        eve.request().header("If-None-Match", etag).get(path).then().statusCode(200).body("data", hasSize(1))
                .body("meta.total", equalTo(3));
    }
}
