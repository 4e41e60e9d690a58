package dev.taskward.data;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.runtime.ImageMode;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.hibernate.grammars.hql.HqlParser;
import org.hibernate.query.hql.internal.HqlParseTreeBuilder;

/**
 * Lets the native executable know the grammar of HQL by heart. Hibernate's parser works its tables out by and by from what
 * it reads, which costs a cold start's first request more than everything else about it; what it has read during the build
 * is in the image. A query that has no like here is parsed all the same, the first time at that cost.
 */
@Singleton
class QueryGrammar {
    /**
     * What lists, finders and changes ask, by shape: names and values do not matter to a grammar. Searches and the rarer orders
     * are left out, since what is learned of them would be as large as all the rest.
     */
    private static final List<String> SHAPES = List.of("from a.E where a = :a order by b desc, id desc",
            "from a.E where (a = a.b.C.d or b = :b) and c = :c and d > :d order by b, id",
            "from a.E where a is null and b <= :b and (b < :b or b = :b and id < :id) order by b desc, id desc",
            "from a.E order by b desc, id desc", "select count(*) from a.E where a = :a and b is null and c < :c",
            "select count(*) from a.E where (a = a.b.C.d or b = :b) and c = :c",
            "SELECT COUNT(*) FROM a.E WHERE a = ?1",
            "FROM a.E WHERE lower(a) = ?1", "FROM a.E WHERE id in ?1 and a = ?2 order by id",
            "FROM a.E WHERE id = ?1 and (?3 = true or a = ?4 or b = ?2)",
            "FROM a.E WHERE id = (select t.a from E t where t.b = ?1)",
            "UPDATE a.E SET a = ?2, b = b + 1 where id = ?1",
            "DELETE FROM a.E WHERE a = ?1 and b <= ?2");

    void learn(@Observes @Initialized(ApplicationScoped.class) Object start) {
        if (ImageMode.current() == ImageMode.NATIVE_BUILD) {
            learn();
        }
    }

    static void learn() {
        SHAPES.forEach(QueryGrammar::parse);
    }

    /** As Hibernate does it for a query without errors. */
    static HqlParser parse(String hql) {
        HqlParser parser = HqlParseTreeBuilder.INSTANCE.buildHqlParser(hql,
                HqlParseTreeBuilder.INSTANCE.buildHqlLexer(hql));
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        parser.setErrorHandler(new BailErrorStrategy());
        parser.statement();
        return parser;
    }
}
