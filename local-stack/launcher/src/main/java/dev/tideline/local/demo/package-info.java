/**
 * The main scenario, played against a running stack and told as a person would read it.
 *
 * <p>{@link dev.tideline.local.demo.Demo} is the story; {@link dev.tideline.local.demo.DemoStack} is what it needs of the
 * stack. The system tests play the same story.
 */
@NullMarked
package dev.tideline.local.demo;

import org.jspecify.annotations.NullMarked;
