package dev.taskward.http;

import java.lang.reflect.RecordComponent;

/** The components of records, which the reflection of the platform finds anew each time that it is asked. */
final class Components {
    private static final ClassValue<RecordComponent[]> KNOWN = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            return type.getRecordComponents();
        }
    };

    private Components() {
    }

    /** In the order in which they are declared; not to be changed. */
    static RecordComponent[] of(Class<?> type) {
        return KNOWN.get(type);
    }
}
