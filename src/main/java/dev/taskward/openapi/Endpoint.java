package dev.taskward.openapi;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;

import org.eclipse.microprofile.openapi.models.PathItem;

import dev.taskward.http.Changes;
import dev.taskward.http.Fields;
import dev.taskward.http.Idempotent;
import dev.taskward.http.Input;
import dev.taskward.http.ListOf;
import dev.taskward.http.Replies;
import dev.taskward.http.RequestFilter;
import dev.taskward.security.PersonalTokensAllowed;

/** The Java method behind an operation, and what its code says of it. */
record Endpoint(String path, PathItem.HttpMethod verb, Class<?> resource, Method method) {

    /** @param operationId of the strategy {@code package-class-method} */
    static Endpoint of(String path, PathItem.HttpMethod verb, String operationId) {
        String[] names = String.valueOf(operationId).split("_(?!.*_)");
        try {
            Class<?> resource = Class.forName(names[0], false, Endpoint.class.getClassLoader());
            return new Endpoint(path, verb, resource, method(resource, names[names.length - 1]));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("No resource method behind " + verb + " " + path + ", operation "
                    + operationId + ": is operation-id-strategy still package-class-method?", e);
        }
    }

    /**
     * The routed method of this name, of the class itself or inherited; not the bridge to it that the compiler puts into
     * a public class below a package-private one, which knows nothing of type arguments.
     */
    private static Method method(Class<?> resource, String name) throws NoSuchMethodException {
        return lineage(resource).flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> method.getName().equals(name) && isRouted(method) && !method.isBridge()).findFirst()
                .orElseThrow(() -> new NoSuchMethodException(resource + "." + name));
    }

    private static boolean isRouted(Method method) {
        return Arrays.stream(method.getAnnotations()).map(Annotation::annotationType)
                .anyMatch(type -> type.isAnnotationPresent(HttpMethod.class));
    }

    private static Stream<Class<?>> lineage(Class<?> type) {
        return Stream.iterate(type, next -> next != null && next != Object.class, Class::getSuperclass);
    }

    /**
     * Verb and noun for a collection, as {@code listTasks} and {@code readTask} of a TaskResource or MyTaskResource at
     * {@code …/tasks}; for another list verb and view, and else the method's name alone, as {@code login}.
     */
    String name() {
        String noun = resource.getSimpleName().replaceFirst("^My", "").replaceFirst("Resource$", "");
        if (!plural(noun).toLowerCase(Locale.ROOT).endsWith(collection())) {
            return method.getName() + (list() == null ? "" : plural(Schemas.nameOf(list().view())));
        }
        boolean ofMany = list() != null || !isAboutOne() && method.isAnnotationPresent(jakarta.ws.rs.Path.class);
        return method.getName() + (ofMany ? plural(noun) : noun);
    }

    static String plural(String noun) {
        return noun.matches(".*[^aeiou]y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
    }

    /** The last word of the class's path, such as tasks. */
    private String collection() {
        String root = resource.getAnnotation(jakarta.ws.rs.Path.class).value();
        List<String> words = Arrays.stream(root.split("/")).filter(word -> !word.contains("{")).toList();
        return words.get(words.size() - 1);
    }

    /** Null if it is no list. */
    ListOf list() {
        return method.getAnnotation(ListOf.class);
    }

    /** What does not say that it is public is not: see deny-unannotated-endpoints in application.properties. */
    boolean isPublic() {
        return method.isAnnotationPresent(PermitAll.class)
                || !method.isAnnotationPresent(RolesAllowed.class) && resource.isAnnotationPresent(PermitAll.class);
    }

    boolean takesPersonalTokens() {
        return method.isAnnotationPresent(PersonalTokensAllowed.class)
                || lineage(resource).anyMatch(type -> type.isAnnotationPresent(PersonalTokensAllowed.class));
    }

    /** As {@link dev.taskward.http.RateLimiter} has it. */
    boolean isLimited() {
        return path.startsWith("/api/");
    }

    boolean hasParameters() {
        return list() != null || path.contains("{");
    }

    /** Whether it is about one resource, which there may not be. */
    boolean isAboutOne() {
        return path.replace("{" + RequestFilter.OWNER_PARAMETER + "}", "").contains("{");
    }

    /** Whether answers carry an ETag: all that this component makes do, for lists, too. */
    boolean answersEtag() {
        return uses(Replies.class);
    }

    boolean honoursIfNoneMatch() {
        return verb == PathItem.HttpMethod.GET && answersEtag();
    }

    /** What is deleted below a resource, such as a user's sessions, has no ETag that could match. */
    boolean honoursIfMatch() {
        return isAboutOne() && uses(Changes.class) && (verb == PathItem.HttpMethod.PUT
                || verb == PathItem.HttpMethod.PATCH || verb == PathItem.HttpMethod.DELETE && path.endsWith("}"));
    }

    /** Itself, or through a component of its own. */
    private boolean uses(Class<?> component) {
        return components(resource)
                .anyMatch(type -> type == component || components(type).anyMatch(inner -> inner == component));
    }

    private static Stream<Class<?>> components(Class<?> type) {
        return lineage(type).flatMap(each -> Arrays.stream(each.getDeclaredFields())).map(Field::getType);
    }

    boolean hasOptionalBody() {
        return Arrays.stream(method.getParameterTypes()).map(type -> type.getAnnotation(Input.class))
                .anyMatch(input -> input != null && input.optional());
    }

    /** The record that a merge patch is applied to; null if the body is none. */
    Class<?> patched() {
        return verb == PathItem.HttpMethod.PATCH ? fields() : null;
    }

    /** The record that a body is bound to by the method itself; null if it comes bound. */
    Class<?> fields() {
        for (Type parameter : method.getGenericParameterTypes()) {
            if (parameter instanceof ParameterizedType generic && generic.getRawType() == Fields.class) {
                return (Class<?>) generic.getActualTypeArguments()[0];
            }
        }
        return null;
    }

    boolean isIdempotent() {
        return method.isAnnotationPresent(Idempotent.class);
    }
}
