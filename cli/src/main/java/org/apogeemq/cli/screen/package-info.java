/**
 * How answers look: tables that fit the terminal, JSON with fixed names, views that refresh, progress, questions.
 *
 * <p>The only room that lays out text for people, or JSON for programs. Owns nothing. Knows nothing of topics, groups
 * and messages. Start at {@code Listing}, then {@code Table}.
 */
package org.apogeemq.cli.screen;
