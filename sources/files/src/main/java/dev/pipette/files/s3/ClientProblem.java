package dev.pipette.files.s3;

import dev.pipette.error.PipetteException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says why a client of S3 cannot be built, or does not believe an answer. */
interface ClientProblem {
    PipetteException noCredentials(SdkException failed);

    PipetteException noRegion(SdkException failed);

    PipetteException endlessAnswer(long megabytes);
}
