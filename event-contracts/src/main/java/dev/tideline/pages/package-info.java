/** Lists of documents, cut into pages: one form, whoever has the documents. Pure. */
@NullMarked
package dev.tideline.pages;

import org.jspecify.annotations.NullMarked;
