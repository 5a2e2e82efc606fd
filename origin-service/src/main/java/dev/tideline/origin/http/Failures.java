package dev.tideline.origin.http;

import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Postgres away, slow, or without its schema yet: 503, so that caches serve what they have. */
@RestControllerAdvice
class Failures {

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<byte[]> storeAway(Exception failed) {
        return Problem.storeAway().answer();
    }
}
