package dev.tideline.writer.deadletter;

import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What operators are told while Postgres does not answer. */
@RestControllerAdvice
class StoreAway {

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<Object> tell(Exception failed) {
        return Problem.of(503, "store-away", "The store does not answer", "Ask again shortly.");
    }
}
