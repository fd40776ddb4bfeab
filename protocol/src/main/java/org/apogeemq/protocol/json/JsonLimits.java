package org.apogeemq.protocol.json;

/**
 * What a text may cost.
 *
 * @param depthMax objects and arrays inside one another, 1..500
 * @param valuesMax values in the whole text, each reference counted as all it stands for
 */
public record JsonLimits(int depthMax, int valuesMax) {
    /** For text from peers, which is already limited by the size of a frame. */
    public static final JsonLimits WIRE = new JsonLimits(64, 2_000_000);

    /** For files of our own folder. */
    public static final JsonLimits FILE = new JsonLimits(64, 200_000_000);

    /** Checks the ranges. The reader is recursive, hence the bound of the depth. */
    public JsonLimits {
        if (depthMax < 1 || depthMax > 500) {
            throw new IllegalArgumentException("depthMax is " + depthMax + ", must be in 1..500");
        }
        if (valuesMax < 1) {
            throw new IllegalArgumentException("valuesMax is " + valuesMax + ", must be 1 or more");
        }
    }
}
