/**
 * Expressions of subscriptions: compiled once, and what is wrong with them.
 *
 * <p>{@code SqlFilter} is one expression, compiled or not to be; {@code SqlFilters} says whether this broker takes them
 * and keeps those that come with every pull. The language is module {@code filter}; which messages are looked at is the
 * business of {@code pull}.
 */
package org.apogeemq.broker.filter;
