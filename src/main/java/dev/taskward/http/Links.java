package dev.taskward.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.core.UriInfo;

/** The Link header of a list (RFC 8288), with references relative to the host, so that they hold behind any proxy. */
final class Links {
    private Links() {
    }

    static String of(UriInfo uri, Meta meta) {
        List<String> links = new ArrayList<>();
        if (meta.page() == null) {
            add(links, uri, "first", "cursor", "");
            if (meta.nextCursor() != null) {
                add(links, uri, "next", "cursor", meta.nextCursor());
            }
            return String.join(", ", links);
        }
        long last = Math.max(1, meta.totalPages());
        add(links, uri, "first", "page", "1");
        if (meta.page() > 1) {
            add(links, uri, "prev", "page", Long.toString(Math.min(meta.page() - 1L, last)));
        }
        if (meta.page() < last) {
            add(links, uri, "next", "page", Long.toString(meta.page() + 1L));
        }
        if (meta.totalIsExact() == null) {
            add(links, uri, "last", "page", Long.toString(last));
        }
        return String.join(", ", links);
    }

    private static void add(List<String> links, UriInfo uri, String relation, String parameter, String value) {
        StringBuilder target = new StringBuilder(uri.getRequestUri().getRawPath()).append('?').append(parameter)
                .append('=').append(encode(value));
        for (Map.Entry<String, List<String>> other : uri.getQueryParameters().entrySet()) {
            if (!other.getKey().equals(parameter)) {
                target.append('&').append(encode(other.getKey())).append('=').append(encode(other.getValue().get(0)));
            }
        }
        links.add("<" + target + ">; rel=\"" + relation + "\"");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
