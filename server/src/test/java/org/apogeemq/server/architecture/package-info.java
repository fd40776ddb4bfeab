/**
 * The rules of the house, checked by machine: who may use whom, what happens in one place only, how sources look.
 *
 * <p>They stand in {@code server} because it alone has every module of the program on its class path. Rules about
 * behaviour stay out: they belong beside the code that behaves. Start at {@code ModuleArrowsTest}; a rule that a good
 * change breaks is to be changed together with it, in the open.
 */
package org.apogeemq.server.architecture;
