package dev.taskward.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import org.hibernate.grammars.hql.HqlParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the native executable has learned while it was built is enough for the queries that lists are made of. */
class QueryGrammarTest {
    private static final Sorting<Row> SORTING = new Sorting<Row>().byTimes().by("title", String.class, row -> "title");

    private static final class Row extends BaseEntity {
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"-createdAt;false", "-createdAt;true", "title;false", "updatedAt,-title;true"})
    void aListLeavesNothingToLearn(String sort, boolean goesOn) {
        QueryGrammar.learn();
        Order<Row> order = SORTING.parse(sort);
        Where where = Where.owned("userId", UUID.randomUUID()).eq("completed", true).before("dueAt", Instant.now())
                .after("dueAt", Instant.now()).absent("dueAt", true)
                .matching("(status = a.b.Status.public or authorId = :reader)", "reader", 1);
        Where rest = goesOn ? order.after(order.cursorAt(row()), where) : where;
        String[] hql = {"from a.b.Row where " + rest.hql() + " order by " + order.orderBy(),
                "select count(*) from a.b.Row where " + where.hql(), "FROM a.b.Row WHERE id = ?1 and userId = ?2"};
        long known = known(QueryGrammar.parse("from a.b.Row"));
        List<HqlParser> parsers = Arrays.stream(hql).map(QueryGrammar::parse).toList();
        assertThat(parsers).allSatisfy(parser -> assertThat(known(parser)).as("states of the parser").isEqualTo(known));
        assertThat(known).isPositive();
    }

    private static Row row() {
        Row row = new Row();
        row.id = UUID.randomUUID();
        row.createdAt = Instant.now();
        row.updatedAt = Instant.now();
        return row;
    }

    /** States that the parser's tables have by now, in all instances of it. */
    private static long known(HqlParser parser) {
        return Arrays.stream(parser.getInterpreter().decisionToDFA).mapToLong(table -> table.states.size()).sum();
    }
}
