/** What is in the folder docker/: the image, the broker's access list, compose and Kubernetes. */
package org.cupertino.nvr.docker;
