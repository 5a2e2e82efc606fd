/**
 * Keys of data subjects at the gateway: {@link dev.tideline.gateway.subject.SubjectKeys} gets them from the home's origin,
 * {@link dev.tideline.gateway.subject.ResidencySeals} says what the region's Redis may keep only under one of them.
 */
@NullMarked
package dev.tideline.gateway.subject;

import org.jspecify.annotations.NullMarked;
