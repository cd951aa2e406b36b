/**
 * The specification's examples, phase by phase, typed into a shell as they stand in {@code
 * src/test/resources/spec}, and the contract as a whole: real processes of the built program, a
 * real broker, its own command-line clients. Uses {@code support} and the wire's JSON.
 */
package org.cupertino.nvr.spec;
