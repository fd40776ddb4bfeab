/**
 * Every state in which a power cut, a kill or a disk that fails can leave a small store: what must be there when it is
 * opened again. {@code Life} is what happens to the store, {@code History} knows what must be there then.
 */
package org.apogeemq.store.power;
