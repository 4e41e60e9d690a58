package dev.taskward.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

import dev.taskward.support.ServiceClient.Answer;

/** Many requests at once. */
public final class Load {
    private Load() {
    }

    /** The answers to so many, by so many threads; each request is told its number. */
    public static List<Answer> atOnce(int requests, int threads, IntFunction<Answer> request) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                int number = i;
                calls.add(() -> request.apply(number));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> each : executor.invokeAll(calls)) {
                answers.add(each.get());
            }
            return answers;
        } finally {
            executor.shutdownNow();
        }
    }
}
