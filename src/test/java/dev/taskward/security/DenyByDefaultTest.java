package dev.taskward.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.Taskward;
import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.Operation;
import dev.taskward.support.Refusal;
import dev.taskward.support.ServiceTest;

/** Nothing is open that does not say so. */
@QuarkusTest
public class DenyByDefaultTest extends ServiceTest {
    private static final String ANY = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f";
    /** To open another route to everybody is a decision, and is made here, too. */
    static final Set<String> PUBLIC = Set.of("POST /api/v1/auth/register", "POST /api/v1/auth/login",
            "POST /api/v1/auth/refresh", "POST /api/v1/auth/password/forgot", "POST /api/v1/auth/password/reset",
            "POST /api/v1/auth/email/verify", "POST /api/v1/auth/email/resend", "POST /api/v1/users",
            "GET /.well-known/jwks.json", "GET /health");

    @Test
    void everyEndpointSaysWhoMayUseIt() throws Exception {
        List<Method> endpoints = endpoints();
        assertThat(endpoints).hasSizeGreaterThanOrEqualTo(PUBLIC.size() + 7);
        assertThat(endpoints).allMatch(endpoint -> isAnnotated(endpoint) || isAnnotated(endpoint.getDeclaringClass()));
    }

    @Test
    void onlyTheKnownEndpointsAreForEverybody() throws Exception {
        Set<String> open = new TreeSet<>();
        for (Method endpoint : endpoints()) {
            boolean classWide = endpoint.getDeclaringClass().isAnnotationPresent(PermitAll.class)
                    && !isAnnotated(endpoint);
            if (endpoint.isAnnotationPresent(PermitAll.class) || classWide) {
                open.add(name(endpoint));
            }
        }
        assertThat(open).containsExactlyInAnyOrderElementsOf(PUBLIC);
    }

    @Test
    void everyOtherOperationAsksForAToken() {
        List<Operation> operations = Operation.all();
        assertThat(operations).extracting(Operation::toString).containsAll(PUBLIC);
        for (Operation operation : operations) {
            if (!PUBLIC.contains(operation.toString())) {
                Operation one = operation.with("user_id", ANY).with("id", ANY);
                Refusal.envelope(one.call("{}").send(), 401, "TOKEN_MISSING");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/test-only/unannotated", "/test-only/denied"})
    void anEndpointThatDoesNotSayIsRefusedToEverybody(String path) {
        for (String method : path.endsWith("denied") ? new String[]{"GET"} : new String[]{"GET", "POST"}) {
            Refusal.envelope(Call.of(method, path).send(), 401, "TOKEN_MISSING");
            Refusal.envelope(Call.of(method, path).by(Account.register()).send(), 403, "FORBIDDEN");
            Refusal.envelope(Call.of(method, path).by(Account.admin()).send(), 403, "FORBIDDEN");
        }
    }

    private static boolean isAnnotated(AnnotatedElement element) {
        return Stream.of(RolesAllowed.class, PermitAll.class, DenyAll.class).anyMatch(element::isAnnotationPresent);
    }

    /** All methods of the service that have an HTTP verb, whatever class they are in. */
    private static List<Method> endpoints() throws Exception {
        Path root = Path.of(Taskward.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString().replace('/', '.'))
                    .filter(name -> name.startsWith("dev.taskward.") && name.endsWith(".class"))
                    .map(name -> load(name.substring(0, name.length() - ".class".length())))
                    .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                    .filter(method -> !method.isSynthetic() && verb(method) != null).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String verb(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (verb != null) {
                return verb.value();
            }
        }
        return null;
    }

    private static String name(Method endpoint) {
        assertThat(Modifier.isAbstract(endpoint.getDeclaringClass().getModifiers())).as("one path").isFalse();
        jakarta.ws.rs.Path below = endpoint.getAnnotation(jakarta.ws.rs.Path.class);
        return verb(endpoint) + " " + endpoint.getDeclaringClass().getAnnotation(jakarta.ws.rs.Path.class).value()
                + (below == null ? "" : below.value());
    }
}
