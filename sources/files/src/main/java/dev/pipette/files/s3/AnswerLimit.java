package dev.pipette.files.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Ends answers that do not end themselves. A page of a listing, or an error, is held in memory; an object is not. */
final class AnswerLimit implements ExecutionInterceptor {
    /** A page of 1,000 keys of a kilobyte each, percent-encoded, has 4 MB. */
    static final long MOST = 32L << 20;

    private final ClientProblem problem;

    AnswerLimit(ClientProblem problem) {
        this.problem = problem;
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        boolean isObject = context.request() instanceof GetObjectRequest
                && context.httpResponse().isSuccessful();
        return isObject ? context.responseBody() : context.responseBody().map(Limited::new);
    }

    private final class Limited extends FilterInputStream {
        private long read;

        Limited(InputStream answer) {
            super(answer);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int number = super.read(bytes, from, length);
            count(number);
            return number;
        }

        private void count(int number) {
            read += Math.max(0, number);
            if (read > MOST) {
                throw problem.endlessAnswer(MOST >> 20);
            }
        }
    }
}
