/**
 * What stands in the bodies of requests and responses, and in the settings files of the same form.
 *
 * <p>One record a body, its components named as on the wire; unknown fields are ignored, missing ones
 * take their default, text that does not fit is a {@link org.apogeemq.protocol.json.JsonException}. Knows
 * layouts only: what a field makes a broker do stays out. Source: docs/formats.md, "Bodies".
 */
package org.apogeemq.protocol.body;
