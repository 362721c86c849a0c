package ai.netra.agents.tools.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** Refuses NaN and infinities, for which JSON has no number and Jackson writes strings. */
final class FiniteModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    FiniteModule() {
        super("netra-agents-finite-numbers");
        ValueSerializer<Double> doubles = new ValueSerializer<>() {
            @Override
            public void serialize(Double value, JsonGenerator generator, SerializationContext context) {
                generator.writeNumber(finite(value, generator));
            }
        };
        ValueSerializer<Float> floats = new ValueSerializer<>() {
            @Override
            public void serialize(Float value, JsonGenerator generator, SerializationContext context) {
                finite(value, generator);
                generator.writeNumber(value);
            }
        };
        addSerializer(Double.class, doubles);
        addSerializer(double.class, doubles);
        addSerializer(Float.class, floats);
        addSerializer(float.class, floats);
        addSerializer(double[].class, new ValueSerializer<double[]>() {
            @Override
            public void serialize(double[] values, JsonGenerator generator, SerializationContext context) {
                generator.writeStartArray();
                for (double value : values) {
                    generator.writeNumber(finite(value, generator));
                }
                generator.writeEndArray();
            }
        });
        addSerializer(float[].class, new ValueSerializer<float[]>() {
            @Override
            public void serialize(float[] values, JsonGenerator generator, SerializationContext context) {
                generator.writeStartArray();
                for (float value : values) {
                    finite(value, generator);
                    generator.writeNumber(value);
                }
                generator.writeEndArray();
            }
        });
    }

    private static double finite(double value, JsonGenerator generator) {
        if (!Double.isFinite(value)) {
            throw new NotFinite(generator, value);
        }
        return value;
    }

    /** A number that JSON has no form for. */
    static final class NotFinite extends StreamWriteException {
        private static final long serialVersionUID = 1L;

        NotFinite(JsonGenerator generator, double value) {
            super(generator, "the number is " + value + ", which has no JSON form; leave it out, as an empty Optional");
        }
    }
}
