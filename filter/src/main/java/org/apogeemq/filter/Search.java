package org.apogeemq.filter;

/** Where one string is looked for in another. */
enum Search {
    ANYWHERE,
    AT_START,
    AT_END
}
