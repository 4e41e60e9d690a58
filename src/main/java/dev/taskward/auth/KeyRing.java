package dev.taskward.auth;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** All keys that are good at one moment, each by its id, and the one of them that signs. */
record KeyRing(SigningKey signing, Map<String, SigningKey> keys) {
    /** Where the same key is there twice, what can sign goes before what cannot. */
    static KeyRing of(SigningKey signing, Collection<SigningKey> all) {
        Map<String, SigningKey> keys = new LinkedHashMap<>();
        all.forEach(key -> keys.merge(key.id(), key, (one, other) -> one.canSign() ? one : other));
        return new KeyRing(signing, Collections.unmodifiableMap(keys));
    }
}
