package dev.taskward.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.restassured.response.Response;

import dev.taskward.support.Account;

/** What the tests of lists share: reading one, following its links, and users with tasks that tell one from another. */
abstract class TaskListTest extends TaskTest {
    private static final Pattern LINK = Pattern.compile("<([^>]*)>; rel=\"(\\w+)\"");

    /** A list by its query, already encoded; it is there. */
    static Response list(Account account, Mount mount, String query) {
        return get(account, mount.path(account) + (query.isEmpty() ? "" : "?" + query));
    }

    static Response get(Account account, String target) {
        Response response = account.request().urlEncodingEnabled(false).get(target);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response;
    }

    /** The list is refused for this parameter alone; what is said of it. */
    static String refused(Account account, Mount mount, String query, String parameter) {
        Response response = account.request().urlEncodingEnabled(false).get(mount.path(account) + "?" + query);
        assertThat(response.statusCode()).as(query).isEqualTo(400);
        assertThat(response.<String>path("code")).isEqualTo("INVALID_PARAMETER");
        assertThat(response.<List<String>>path("details.field")).containsExactly(parameter);
        return response.path("details[0].message");
    }

    static List<String> ids(Response list) {
        return list.path("data.id");
    }

    static List<String> titles(Response list) {
        return list.path("data.title");
    }

    /** The links of RFC 8288 by their relation. */
    static Map<String, String> links(Response list) {
        Map<String, String> links = new LinkedHashMap<>();
        Matcher link = LINK.matcher(list.header("Link"));
        while (link.find()) {
            links.put(link.group(2), link.group(1));
        }
        return links;
    }

    /** The ids of all pages, from this one on along the links to the next. */
    static List<String> walk(Account account, Response page) {
        List<String> ids = new ArrayList<>(ids(page));
        Response here = page;
        while (links(here).containsKey("next")) {
            here = get(account, links(here).get("next"));
            assertThat(ids(here)).isNotEmpty();
            ids.addAll(ids(here));
        }
        return ids;
    }

    /**
     * Gives a user tasks whose values repeat, so that every sort key has ties: 3 priorities, 5 titles, 4 due times and
     * none, and few times of creation and change.
     */
    static void addTasks(String user, int count) {
        update("""
                insert into tasks (id, user_id, title, completed, completed_at, priority, due_at, created_at, updated_at)
                select gen_random_uuid(), ?, substr('abcde', n % 5 + 1, 1), n % 2 = 0,
                  case when n % 2 = 0 then timestamptz '2026-05-01Z' end, (array['low', 'medium', 'high'])[n % 3 + 1],
                  case when n % 5 > 0 then timestamptz '2026-06-01Z' + n % 5 * interval '1 day' end,
                  timestamptz '2026-03-01Z' + n % 7 * interval '1 hour', timestamptz '2026-04-01Z' + n % 6 * interval '1 hour'
                from generate_series(1, ?) n""",
                user, count);
    }
}
