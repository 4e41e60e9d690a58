package dev.taskward.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import dev.taskward.data.BaseEntity;

/** A strong validator (RFC 9110 section 8.8.3): an entity's version, or a digest of what is sent. */
public record Etag(String value) {

    public static Etag of(BaseEntity entity) {
        return new Etag(Long.toString(entity.version));
    }

    /** Over the bytes that are sent, so that nothing that is not shown to this caller shows in it. */
    static Etag over(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return new Etag(Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, 22));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a header of the form of If-Match or If-None-Match names it. */
    public boolean isIn(String header, boolean weakly) {
        if (header.strip().equals("*")) {
            return true;
        }
        for (String candidate : header.split(",")) {
            String tag = candidate.strip();
            // RFC 9110 section 8.8.3.2: If-None-Match compares weakly, If-Match strongly, which no weak tag passes.
            if (tag.equals(toString()) || weakly && tag.equals("W/" + this)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return '"' + value + '"';
    }
}
