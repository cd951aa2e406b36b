/**
 * Edited route files, checked and taken over while everything else goes on. Uses Camel, {@code
 * camera} and {@code mqtt}, whose frames and commands must not be lost meanwhile.
 */
package org.cupertino.nvr.routes;
