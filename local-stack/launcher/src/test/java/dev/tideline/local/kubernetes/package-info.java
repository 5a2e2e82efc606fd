/** What {@code k8s/} renders, read strictly and held against the design. Needs kubectl; nothing is sent to a cluster. */
@NullMarked
package dev.tideline.local.kubernetes;

import org.jspecify.annotations.NullMarked;
