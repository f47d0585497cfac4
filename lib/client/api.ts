// Made by `npm run client` from the API description, and never by hand.
// The shape of `paths` is the one that openapi-fetch reads.

export interface paths {
  "/api/docs": {
    /** This description as a page */
    get: {
      responses: {
        200: { content: { "text/html": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/openapi.json": {
    /** This description, OpenAPI 3.1 */
    get: {
      responses: {
        200: { content: { "application/json": GetApiOpenapiJsonAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/account": {
    /** One's own account, and the browsers signed in to it */
    get: {
      responses: {
        200: { content: { "application/json": GetAccountAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/account/password": {
    /** Change one's own password; every other browser is signed out */
    put: {
      requestBody: { content: { "application/json": PutAccountPasswordBody } };
      responses: {
        204: { content?: never };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/account/second-factor": {
    /** End the second factor */
    delete: {
      requestBody: { content: { "application/json": DeleteAccountSecondFactorBody } };
      responses: {
        204: { content?: never };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Begin a second factor; it counts once a first code is given */
    post: {
      parameters: { header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": DeleteAccountSecondFactorBody } };
      responses: {
        200: { content: { "application/json": PostAccountSecondFactorAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/account/second-factor/backup-codes": {
    /** New backup codes; those of before are good no more */
    post: {
      parameters: { header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": DeleteAccountSecondFactorBody } };
      responses: {
        200: { content: { "application/json": PostAccountSecondFactorBackupCodesAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/account/second-factor/confirm": {
    /** The first code of a second factor: from now on one is asked for */
    post: {
      parameters: { header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostAccountSecondFactorConfirmBody } };
      responses: {
        204: { content?: never };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/account/sessions": {
    /** Sign out all of one's other browsers */
    delete: {
      responses: {
        200: { content: { "application/json": DeleteAccountSessionsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/account/sessions/{id}": {
    /** Sign out one of one's browsers */
    delete: {
      parameters: { path: { id: string } };
      responses: {
        200: { content: { "application/json": DeleteAccountSessionsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/accuracy": {
    /** Predicted against measured: what moves were to do to pools, what they did, and how far that was apart */
    get: {
      parameters: { query?: { region?: string; kind?: string; role?: "source" | "destination"; basis?: "as_predicted" | "on_observed_load"; from?: string | number; to?: string | number } };
      responses: {
        200: { content: { "application/json": GetAccuracyAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/alert-rules": {
    /** Every alert rule: the defaults as they hold, and those that people made */
    get: {
      responses: {
        200: { content: { "application/json": GetAlertRulesAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Make an alert rule */
    post: {
      parameters: { header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostAlertRulesBody } };
      responses: {
        201: { content: { "application/json": PostAlertRulesAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/alert-rules/{id}": {
    /** Remove a rule; of a default, take its changes back */
    delete: {
      parameters: { path: { id: string } };
      responses: {
        200: { content: { "application/json": PostAlertRulesAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Change what is named of a rule, of a default too */
    patch: {
      parameters: { path: { id: string } };
      requestBody: { content: { "application/json": PatchAlertRulesByIdBody } };
      responses: {
        200: { content: { "application/json": PostAlertRulesAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/alerts": {
    /** Alerts, open and past */
    get: {
      parameters: { query?: { state?: "open" | "cleared"; region?: string; stamp?: string; limit?: number; cursor?: string } };
      responses: {
        200: { content: { "application/json": GetAlertsAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/alerts/{id}/acknowledge": {
    /** Say that an open alert is seen and looked after */
    post: {
      parameters: { path: { id: number }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostAlertsByIdAcknowledgeBody } };
      responses: {
        200: { content: { "application/json": PostAlertsByIdAcknowledgeAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/alerts/{id}/mute": {
    /** Send nothing about an open alert for a time */
    post: {
      parameters: { path: { id: number }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostAlertsByIdMuteBody } };
      responses: {
        200: { content: { "application/json": PostAlertsByIdAcknowledgeAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/audit": {
    /** Who did what, when and why, the newest first */
    get: {
      parameters: { query?: { limit?: number; cursor?: string; actor?: string; action?: string; thing?: string; thingName?: string; requestId?: string; plan?: number; stamp?: string; q?: string; from?: string | number; to?: string | number } };
      responses: {
        200: { content: { "application/json": GetAuditAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/audit/verification": {
    /** What the last verification found, and what protects the audit */
    get: {
      responses: {
        200: { content: { "application/json": GetAuditVerificationAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/audit/verify": {
    /** Recompute the audit's chain of hashes and hold it against the anchors */
    post: {
      responses: {
        200: { content: { "application/json": PostAuditVerifyAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/backfills/{id}/cancel": {
    /** End a backfill before its end: what is in stays */
    post: {
      parameters: { path: { id: number }; header?: { "Idempotency-Key"?: string } };
      responses: {
        200: { content: { "application/json": PostBackfillsByIdCancelAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/backfills/{id}/resume": {
    /** Go on with a backfill that was cancelled */
    post: {
      parameters: { path: { id: number }; header?: { "Idempotency-Key"?: string } };
      responses: {
        200: { content: { "application/json": PostBackfillsByIdCancelAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/calendar": {
    /** Running and scheduled phases, freezes and deployments, with what is in each other's way */
    get: {
      parameters: { query?: { from?: string | number; to?: string | number; region?: string } };
      responses: {
        200: { content: { "application/json": GetCalendarAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/channels": {
    /** Every channel of notifications, with what became of what was last sent */
    get: {
      responses: {
        200: { content: { "application/json": GetChannelsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Make a channel; a secret that is made for it is shown this once */
    post: {
      parameters: { header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostChannelsBody } };
      responses: {
        201: { content: { "application/json": PostChannelsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/channels/{id}": {
    /** Remove a channel; what it still waits to send is given up */
    delete: {
      parameters: { path: { id: number } };
      responses: {
        200: { content: { "application/json": DeleteChannelsByIdAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Change what is named of a channel */
    patch: {
      parameters: { path: { id: number } };
      requestBody: { content: { "application/json": PatchChannelsByIdBody } };
      responses: {
        200: { content: { "application/json": DeleteChannelsByIdAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/channels/{id}/test": {
    /** Send a channel a notification that says it is a test, now */
    post: {
      parameters: { path: { id: number } };
      responses: {
        200: { content: { "application/json": PostChannelsByIdTestAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/constraints": {
    /** What is said about moving each replica */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } };
      responses: {
        200: { content: { "application/json": GetConstraintsAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Set constraints from the table that GET gives as CSV; a replica that is not in it is left alone */
    put: {
      requestBody: { content: { "text/csv": string } };
      responses: {
        200: { content: { "application/json": PutConstraintsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/control/requests": {
    /** What the control plane was asked for, and what became of it */
    get: {
      parameters: { query?: { plan?: number } };
      responses: {
        200: { content: { "application/json": GetControlRequestsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/data-health": {
    /** The data of the last 24 hours: of every pool, who sent them, what was refused; what protects the audit */
    get: {
      parameters: { query?: { region?: string } };
      responses: {
        200: { content: { "application/json": GetDataHealthAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/demo/clock": {
    /** Put the demo's clock forward */
    post: {
      requestBody: { content: { "application/json": PostDemoClockBody } };
      responses: {
        200: { content: { "application/json": PostDemoClockAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/demo/person": {
    /** Go on as another of the demo's people: sets the session cookie */
    post: {
      parameters: { header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostDemoPersonBody } };
      responses: {
        201: { content: { "application/json": PostDemoPersonAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/fleet": {
    /** Every pool, measured over a window; not paged */
    get: {
      parameters: { query?: { from?: string | number; to?: string | number; window?: string; region?: string; kind?: string; state?: "cool" | "normal" | "warm" | "hot" | "critical" | "unknown" } };
      responses: {
        200: { content: { "application/json": GetFleetAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/fleet/heatmap": {
    /** Pools by time: the max of hot, the P95 of it, or the mean of the average, a cell a step */
    get: {
      parameters: { query?: { from?: string | number; to?: string | number; window?: string; region?: string; kind?: string; state?: "cool" | "normal" | "warm" | "hot" | "critical" | "unknown"; step?: string; measure?: "hot" | "p95" | "average" } };
      responses: {
        200: { content: { "application/json": GetFleetHeatmapAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/freeze": {
    /** Lift the freeze */
    delete: {
      requestBody: { content: { "application/json": DeleteFreezeBody } };
      responses: {
        200: { content: { "application/json": DeleteFreezeAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Whether everything is frozen, by whom and why */
    get: {
      responses: {
        200: { content: { "application/json": DeleteFreezeAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Press the kill switch: no home changes, nothing starts */
    post: {
      parameters: { header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": DeleteFreezeBody } };
      responses: {
        200: { content: { "application/json": DeleteFreezeAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/imports": {
    /** Files that are being brought in, or were in the last 30 days; the newest first */
    get: {
      parameters: { query?: { fingerprint?: string; limit?: number } };
      responses: {
        200: { content: { "application/json": GetImportsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Begin to bring in a file, or to rehearse it; its bytes follow in parts */
    post: {
      parameters: { header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostImportsBody } };
      responses: {
        201: { content: { "application/json": PostImportsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/imports/preview": {
    /** What a file seems to be, and its first rows as they would be stored; nothing is */
    post: {
      requestBody: { content: { "application/json": PostImportsPreviewBody } };
      responses: {
        200: { content: { "application/json": PostImportsPreviewAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/imports/{id}": {
    /** How far the import of a file has come, and what became of its rows */
    get: {
      parameters: { path: { id: number } };
      responses: {
        200: { content: { "application/json": PostImportsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/imports/{id}/cancel": {
    /** End the import of a file before its end: what was stored stays */
    post: {
      parameters: { path: { id: number }; header?: { "Idempotency-Key"?: string } };
      responses: {
        200: { content: { "application/json": PostImportsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/imports/{id}/parts": {
    /** Bring in the next part of a file */
    post: {
      parameters: { path: { id: number }; query?: { offset?: number; filePosition?: number; last?: "true" | "false" } };
      requestBody: { content: { "application/octet-stream": string } };
      responses: {
        200: { content: { "application/json": PostImportsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/imports/{id}/problems": {
    /** What of a file was not stored, line by line: the first 100,000 */
    get: {
      parameters: { path: { id: number } };
      responses: {
        200: { content: { "application/json": GetImportsByIdProblemsAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/imports/{id}/resume": {
    /** Go on with an import that was cancelled */
    post: {
      parameters: { path: { id: number }; header?: { "Idempotency-Key"?: string } };
      responses: {
        200: { content: { "application/json": PostImportsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/inventory": {
    /** The whole inventory, as PUT takes it */
    get: {
      parameters: { header?: { "If-None-Match"?: string } };
      responses: {
        200: { content: { "application/json": GetInventoryAnswer } };
        304: { content?: never };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Set the inventory, whole or in part; what is not named is left alone */
    put: {
      parameters: { query?: { prune?: "true" | "false" } };
      requestBody: { content: { "application/json": PutInventoryBody } };
      responses: {
        200: { content: { "application/json": PutConstraintsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/otlp/v1/metrics": {
    /** Take in OpenTelemetry metrics, OTLP/HTTP */
    post: {
      requestBody: { content: { "application/x-protobuf": string; "application/json": string } };
      responses: {
        200: { content: { "application/json": PostOtlpV1MetricsAnswer; "application/x-protobuf": PostOtlpV1MetricsAnswer2 } };
        400: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3; "application/json": PostOtlpV1MetricsAnswer2; "application/x-protobuf": PostOtlpV1MetricsAnswer2 } };
        401: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3; "application/json": PostOtlpV1MetricsAnswer2; "application/x-protobuf": PostOtlpV1MetricsAnswer2 } };
        403: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3; "application/json": PostOtlpV1MetricsAnswer2; "application/x-protobuf": PostOtlpV1MetricsAnswer2 } };
        404: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3; "application/json": PostOtlpV1MetricsAnswer2; "application/x-protobuf": PostOtlpV1MetricsAnswer2 } };
        409: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3; "application/json": PostOtlpV1MetricsAnswer2; "application/x-protobuf": PostOtlpV1MetricsAnswer2 } };
        413: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3; "application/json": PostOtlpV1MetricsAnswer2; "application/x-protobuf": PostOtlpV1MetricsAnswer2 } };
        415: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3; "application/json": PostOtlpV1MetricsAnswer2; "application/x-protobuf": PostOtlpV1MetricsAnswer2 } };
        422: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3; "application/json": PostOtlpV1MetricsAnswer2; "application/x-protobuf": PostOtlpV1MetricsAnswer2 } };
        503: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3; "application/json": PostOtlpV1MetricsAnswer2; "application/x-protobuf": PostOtlpV1MetricsAnswer2 } };
      };
    };
  };
  "/api/v1/people": {
    /** Everybody who may sign in, by name */
    get: {
      responses: {
        200: { content: { "application/json": GetPeopleAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Make a person; the password is shown this once and changed at the first sign-in */
    post: {
      parameters: { header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPeopleBody } };
      responses: {
        201: { content: { "application/json": PostPeopleAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/people/{id}": {
    /** Change name, role, regions, or let in no more */
    patch: {
      parameters: { path: { id: string } };
      requestBody: { content: { "application/json": PatchPeopleByIdBody } };
      responses: {
        200: { content: { "application/json": PatchPeopleByIdAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/people/{id}/password": {
    /** Another password, shown this once and changed at the next sign-in */
    post: {
      parameters: { path: { id: string }; header?: { "Idempotency-Key"?: string } };
      responses: {
        200: { content: { "application/json": PostPeopleAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/people/{id}/second-factor": {
    /** End the second factor of whoever lost it */
    delete: {
      parameters: { path: { id: string } };
      responses: {
        200: { content: { "application/json": PatchPeopleByIdAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/people/{id}/sessions": {
    /** Sign a person out of every browser */
    delete: {
      parameters: { path: { id: string } };
      responses: {
        200: { content: { "application/json": DeleteAccountSessionsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans": {
    /** Plans by their newest version, the one saved last first */
    get: {
      parameters: { query?: { state?: "draft" | "submitted" | "approved" | "running" | "paused" | "rolling_back" | "completed" | "rejected" | "aborted" | "rolled_back" | "superseded" | "expired"; region?: string; stamp?: string; author?: string; q?: string; limit?: number; cursor?: string } };
      responses: {
        200: { content: { "application/json": GetPlansAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Make a plan: from a proposal, from moves, from phases, or from its CSV */
    post: {
      parameters: { header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansBody; "text/csv": string } };
      responses: {
        201: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/compare": {
    /** Two plans, or two versions of one, side by side, with what differs in words */
    get: {
      parameters: { query: { left: string; right: string } };
      responses: {
        200: { content: { "application/json": GetPlansCompareAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}": {
    /** A plan: one version of it, the newest unless another is asked for, with its assessment */
    get: {
      parameters: { path: { id: string }; query?: { version?: number } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Change a draft; what is left out stays */
    patch: {
      parameters: { path: { id: string } };
      requestBody: { content: { "application/json": PatchPlansByIdBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/abort": {
    /** End a plan for good: nothing more is bound, what is bound stays; a draft too can be ended */
    post: {
      parameters: { path: { id: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdAbortBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/approve": {
    /** Approve a submitted plan: low one operator, else an approver; never who wrote of it */
    post: {
      parameters: { path: { id: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdApproveBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/comments": {
    /** Comment on a plan, in whatever state it is */
    post: {
      parameters: { path: { id: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdCommentsBody } };
      responses: {
        201: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/edits": {
    /** Every revision that a version had as a draft, with who changed what */
    get: {
      parameters: { path: { id: string }; query?: { version?: number; limit?: number; cursor?: string } };
      responses: {
        200: { content: { "application/json": GetPlansByIdEditsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/evidence": {
    /** Evidence pack of a plan: version, simulation, approvals, gate readings, result, its part of the audit */
    get: {
      parameters: { path: { id: string }; query?: { version?: number } };
      responses: {
        200: { content: { "application/json": GetPlansByIdEvidenceAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/moves/{move}/ask": {
    /** Ask the control plane for a home once more, under the same key */
    post: {
      parameters: { path: { id: string; move: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdMovesByMoveAskBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/moves/{move}/bind": {
    /** Record that a registry has its new home: from that instant on it is bound there */
    post: {
      parameters: { path: { id: string; move: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdMovesByMoveBindBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/moves/{move}/drained": {
    /** Say that a move has drained where the data cannot; kept as a deviation */
    post: {
      parameters: { path: { id: string; move: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdAbortBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/moves/{move}/revert": {
    /** Record that a registry is back where it was; outside a roll-back it takes an approver and a reason */
    post: {
      parameters: { path: { id: string; move: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdMovesByMoveRevertBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/moves/{move}/skip": {
    /** Skip a move that is not bound yet; kept as a deviation */
    post: {
      parameters: { path: { id: string; move: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdAbortBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/moves/{move}/verify": {
    /** Record that a moved registry was found to work */
    post: {
      parameters: { path: { id: string; move: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdApproveBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/pause": {
    /** Pause a running plan: nothing more is bound; drains and observations go on, gates wait */
    post: {
      parameters: { path: { id: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdAbortBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/phases/{n}/accept": {
    /** Take a phase for passed, after its observation or where its gate could not tell */
    post: {
      parameters: { path: { id: string; n: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdAbortBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/phases/{n}/approve": {
    /** Approve a phase; high and critical ones take approvers of their own */
    post: {
      parameters: { path: { id: string; n: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdApproveBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/phases/{n}/fail": {
    /** Take a phase for failed: its plan pauses */
    post: {
      parameters: { path: { id: string; n: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdAbortBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/phases/{n}/repeat": {
    /** Observe a phase once more, where its gate could not tell */
    post: {
      parameters: { path: { id: string; n: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdAbortBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/phases/{n}/rollback": {
    /** Roll back a phase and all after it, the newest move first; under the freeze it takes an approver */
    post: {
      parameters: { path: { id: string; n: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdAbortBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/phases/{n}/shorten": {
    /** Shorten the observation of a phase; kept as a deviation */
    post: {
      parameters: { path: { id: string; n: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdPhasesByNShortenBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/phases/{n}/start": {
    /** Start a phase; later ones are simulated again first, on the newest hours */
    post: {
      parameters: { path: { id: string; n: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdApproveBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/readings": {
    /** Everything that a plan’s gates have read, with all that they looked at */
    get: {
      parameters: { path: { id: string }; query?: { version?: number; phase?: number } };
      responses: {
        200: { content: { "application/json": GetPlansByIdReadingsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/reject": {
    /** Send a submitted or approved plan back, with a reason; the role is the one that approves it */
    post: {
      parameters: { path: { id: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdAbortBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/result": {
    /** What a plan did, measured before and after in the same clock hours, beside what it was to do */
    get: {
      parameters: { path: { id: string }; query?: { version?: number } };
      responses: {
        200: { content: { "application/json": GetPlansByIdResultAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/resume": {
    /** Let a paused plan go on; every registry has to be where the plan thinks it is */
    post: {
      parameters: { path: { id: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdApproveBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/rightsizing": {
    /** Fewest instances of the pools that a plan touched, from what was measured since; never from a forecast */
    get: {
      parameters: { path: { id: string }; query?: { version?: number } };
      responses: {
        200: { content: { "application/json": GetPlansByIdRightsizingAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/rightsizing/{stamp}/{pool}/applied": {
    /** Record that a pool's minimum was changed: the inventory says so, and it is verified when its time has run */
    post: {
      parameters: { path: { id: string; stamp: string; pool: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdRightsizingByStampByPoolAppliedBody } };
      responses: {
        200: { content: { "application/json": PostPlansByIdRightsizingByStampByPoolAppliedAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/rollback": {
    /** Roll the whole plan back, the newest move first; under the freeze it takes an approver */
    post: {
      parameters: { path: { id: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdAbortBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/stamps/{stamp}/created": {
    /** Record that a stamp that the plan fills exists now, and by what: it enters the inventory */
    post: {
      parameters: { path: { id: string; stamp: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdStampsByStampCreatedBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/start": {
    /** Start an approved plan: it takes its stamps, and its phases may start one by one */
    post: {
      parameters: { path: { id: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdApproveBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/submit": {
    /** Submit a draft: it is judged again as things stand, and never changes from here on */
    post: {
      parameters: { path: { id: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdSubmitBody } };
      responses: {
        200: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/plans/{id}/versions": {
    /** Begin a new version of a plan as a draft, from the newest or another version of it */
    post: {
      parameters: { path: { id: string }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPlansByIdVersionsBody } };
      responses: {
        201: { content: { "application/json": PostPlansAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/prometheus/write": {
    /** Take in Prometheus remote write, 1.0 and 2.0 */
    post: {
      requestBody: { content: { "application/x-protobuf": string; "application/x-protobuf;proto=io.prometheus.write.v2.Request": string } };
      responses: {
        204: { content?: never };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/proposals": {
    /** What to do about a region, or the fleet: verdicts, moves in phases, and why */
    post: {
      parameters: { header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostProposalsBody } };
      responses: {
        201: { content: { "application/json": PostProposalsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/proposals/{id}": {
    /** Stop working on a proposal: what it has within a second or two is kept, as incomplete */
    delete: {
      parameters: { path: { id: number } };
      responses: {
        200: { content: { "application/json": PostProposalsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** A proposal as it stands, with how far it is while it runs */
    get: {
      parameters: { path: { id: number } };
      responses: {
        200: { content: { "application/json": PostProposalsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/pull-sources": {
    /** The Prometheus servers that samples are read from, with how far each is and what went wrong */
    get: {
      responses: {
        200: { content: { "application/json": GetPullSourcesAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Read samples from a Prometheus, from now on */
    post: {
      parameters: { header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPullSourcesBody } };
      responses: {
        201: { content: { "application/json": PostPullSourcesAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/pull-sources/preview": {
    /** Ask a Prometheus once, and show which node each series would be; nothing is stored */
    post: {
      requestBody: { content: { "application/json": PostPullSourcesPreviewBody } };
      responses: {
        200: { content: { "application/json": PostPullSourcesPreviewAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/pull-sources/{id}": {
    /** Read a source no more; what is in stays */
    delete: {
      parameters: { path: { id: number } };
      responses: {
        200: { content: { "application/json": PostPullSourcesAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Change what is named of a source; at another address its secret is forgotten, unless it is given again */
    patch: {
      parameters: { path: { id: number } };
      requestBody: { content: { "application/json": PatchPullSourcesByIdBody } };
      responses: {
        200: { content: { "application/json": PostPullSourcesAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/pull-sources/{id}/backfills": {
    /** Read a range of the past from a source, once */
    post: {
      parameters: { path: { id: number }; header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostPullSourcesByIdBackfillsBody } };
      responses: {
        201: { content: { "application/json": PostBackfillsByIdCancelAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/regions/{region}/rename": {
    /** Give a region another name; the old one goes on being understood */
    put: {
      parameters: { path: { region: string } };
      requestBody: { content: { "application/json": PutRegionsByRegionRenameBody } };
      responses: {
        200: { content: { "application/json": PutRegionsByRegionRenameAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/regions/{region}/retire": {
    /** Take a region out of use; its history stays, and naming it in an inventory revives it */
    put: {
      parameters: { path: { region: string } };
      requestBody: { content: { "application/json": PutRegionsByRegionRetireBody } };
      responses: {
        200: { content: { "application/json": PutRegionsByRegionRenameAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/registries": {
    /** Every registry by region: its home, what is said about moving it, its load of the last hour */
    get: {
      parameters: { query?: { limit?: number; cursor?: string; region?: string; stamp?: string; tenant?: string } };
      responses: {
        200: { content: { "application/json": GetRegistriesAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/registries/{registry}/bindings": {
    /** Every home that a registry has had */
    get: {
      parameters: { path: { registry: string }; query?: { limit?: number; cursor?: string } };
      responses: {
        200: { content: { "application/json": GetRegistriesByRegistryBindingsAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/registries/{registry}/load": {
    /** What a registry asks for, minute by minute, on every stamp where it is */
    get: {
      parameters: { path: { registry: string }; query?: { from?: string | number; to?: string | number; window?: string; region?: string } };
      responses: {
        200: { content: { "application/json": GetRegistriesByRegistryLoadAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/registries/{registry}/merge": {
    /** Merge a registry into another, which takes over what lives there and its name */
    put: {
      parameters: { path: { registry: string } };
      requestBody: { content: { "application/json": PutRegistriesByRegistryMergeBody } };
      responses: {
        200: { content: { "application/json": PutRegionsByRegionRenameAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/registries/{registry}/rename": {
    /** Give a registry another name; the old one goes on being understood */
    put: {
      parameters: { path: { registry: string } };
      requestBody: { content: { "application/json": PutRegionsByRegionRenameBody } };
      responses: {
        200: { content: { "application/json": PutRegionsByRegionRenameAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/registries/{registry}/retire": {
    /** Take a registry out of use; its history stays, and naming it in an inventory revives it */
    put: {
      parameters: { path: { registry: string } };
      requestBody: { content: { "application/json": PutRegionsByRegionRetireBody } };
      responses: {
        200: { content: { "application/json": PutRegionsByRegionRenameAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/reports/weekly": {
    /** A week in review: heat beside the week before, alerts, plans, coverage, accuracy */
    get: {
      parameters: { query?: { week?: string; region?: string } };
      responses: {
        200: { content: { "application/json": GetReportsWeeklyAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/samples/cpu": {
    /** Take in CPU samples of nodes */
    post: {
      requestBody: { content: { "application/json": PostSamplesCpuBody; "application/x-ndjson": string; "text/csv": string } };
      responses: {
        200: { content: { "application/json": PostSamplesCpuAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/samples/cpu/packed": {
    /** Take in a matrix of CPU samples of one pool, for backfills */
    post: {
      requestBody: { content: { "application/json": PostSamplesCpuPackedBody } };
      responses: {
        200: { content: { "application/json": PostSamplesCpuAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/samples/load": {
    /** Take in the load of registries: totals of a minute */
    post: {
      requestBody: { content: { "application/json": PostSamplesLoadBody; "application/x-ndjson": string; "text/csv": string } };
      responses: {
        200: { content: { "application/json": PostSamplesCpuAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/samples/load/access-log": {
    /** Take in registry load from access logs of the Docker distribution, in JSON */
    post: {
      parameters: { query?: { region?: string; stamp?: string; pool?: string; source?: string; position?: string } };
      requestBody: { content: { "application/x-ndjson": string; "application/json": string } };
      responses: {
        200: { content: { "application/json": PostSamplesCpuAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/samples/load/packed": {
    /** Take in a matrix of registry load of one pool, for backfills */
    post: {
      requestBody: { content: { "application/json": PostSamplesLoadPackedBody } };
      responses: {
        200: { content: { "application/json": PostSamplesCpuAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/samples/outcome": {
    /** Take in what customers felt, per stamp and minute */
    post: {
      requestBody: { content: { "application/json": PostSamplesOutcomeBody; "application/x-ndjson": string; "text/csv": string } };
      responses: {
        200: { content: { "application/json": PostSamplesCpuAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/search": {
    /** Stamps, pools, registries and tenants by words of their names */
    get: {
      parameters: { query?: { q?: string; limit?: number } };
      responses: {
        200: { content: { "application/json": GetSearchAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/session": {
    /** Sign the browser out */
    delete: {
      responses: {
        204: { content?: never };
        400: Refusals["BadRequest"];
        403: Refusals["Forbidden"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Who this token or session is */
    get: {
      responses: {
        200: { content: { "application/json": GetSessionAnswer } };
        400: Refusals["BadRequest"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        503: Refusals["Unavailable"];
      };
    };
    /** Sign a browser in with a token: sets the session cookie */
    post: {
      requestBody: { content: { "application/json": PostSessionBody } };
      responses: {
        201: { content: { "application/json": PostDemoPersonAnswer } };
        400: Refusals["BadRequest"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/settings": {
    /** Take a value back, so that the wider scope or the default holds */
    delete: {
      parameters: { query: { key: "thresholds" | "limitP95" | "targetMarginPoints" | "window" | "coverage" | "staleMinutes" | "sickNode" | "ownPeakPoints" | "dominanceShare" | "retention" | "planClasses" | "batchPoints" | "observationHours" | "blastRadius" | "minimumGainPoints" | "cooldownDays" | "workHours" | "cutover" | "planExpiryHours" | "criticalStartsPerHour" | "outcomeTrigger" | "gates" | "rightSizing"; region?: string; poolKind?: string; reason?: string } };
      responses: {
        200: { content: { "application/json": DeleteSettingsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Every setting, its default and what is set */
    get: {
      responses: {
        200: { content: { "application/json": DeleteSettingsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Set one value in one scope */
    put: {
      requestBody: { content: { "application/json": PutSettingsBody } };
      responses: {
        200: { content: { "application/json": DeleteSettingsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/settings/preview": {
    /** Which pools a changed setting would re-classify; nothing is stored */
    post: {
      requestBody: { content: { "application/json": PutSettingsBody } };
      responses: {
        200: { content: { "application/json": PostSettingsPreviewAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/sign-in": {
    /** Sign a person in with e-mail and password, or say what is asked for before that */
    post: {
      requestBody: { content: { "application/json": PostSignInBody } };
      responses: {
        200: { content: { "application/json": PostSignInAnswer } };
        400: Refusals["BadRequest"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/sign-in/callback/oidc": {
    /** Where the provider of single sign-on sends the browser back to */
    get: {
      parameters: { query?: { code?: string; state?: string; iss?: string; error?: string; error_description?: string } };
      responses: {
        303: { content?: never };
        400: Refusals["BadRequest"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/sign-in/new-password": {
    /** Put an own password in place of one that was handed out, and sign in with it */
    post: {
      requestBody: { content: { "application/json": PostSignInNewPasswordBody } };
      responses: {
        200: { content: { "application/json": PostSignInAnswer } };
        400: Refusals["BadRequest"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/sign-in/oidc": {
    /** Begin single sign-on: where the browser is to go */
    post: {
      requestBody: { content: { "application/json": PostSignInOidcBody } };
      responses: {
        200: { content: { "application/json": PostSignInOidcAnswer } };
        400: Refusals["BadRequest"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/sign-in/second-factor": {
    /** The code, or a backup code, after the password */
    post: {
      requestBody: { content: { "application/json": PostAccountSecondFactorConfirmBody } };
      responses: {
        200: { content: { "application/json": PostSignInAnswer } };
        400: Refusals["BadRequest"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/signals": {
    /** Signals, the newest first */
    get: {
      parameters: { query?: { limit?: number; cursor?: string; stamp?: string; region?: string; kind?: "outage" | "sustained_errors" | "throttling" | "low_throughput"; open?: "true" | "false"; from?: string | number; to?: string | number } };
      responses: {
        200: { content: { "application/json": GetSignalsAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Report signals; the same key again says what has become of one */
    post: {
      parameters: { header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostSignalsBody } };
      responses: {
        200: { content: { "application/json": PostSamplesCpuAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/simulations": {
    /** What moves would do to every pool of a region, with intervals, flags and verdicts */
    post: {
      parameters: { query?: { include?: "series" } };
      requestBody: { content: { "application/json": PostSimulationsBody } };
      responses: {
        200: { content: { "application/json": PostSimulationsAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/simulations/suggestions": {
    /** To which shared stamp registries might go together, and why */
    post: {
      requestBody: { content: { "application/json": PostSimulationsSuggestionsBody } };
      responses: {
        200: { content: { "application/json": PostSimulationsSuggestionsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/sources": {
    /** Take the mapping back, so that the default holds */
    delete: {
      responses: {
        200: { content: { "application/json": DeleteSourcesAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Which metrics and labels of Prometheus and OpenTelemetry mean what */
    get: {
      responses: {
        200: { content: { "application/json": DeleteSourcesAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Set the mapping of sources */
    put: {
      requestBody: { content: { "application/json": PutSourcesBody } };
      responses: {
        200: { content: { "application/json": DeleteSourcesAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/sources/preview": {
    /** What arrived lately, and what a mapping makes of it */
    post: {
      requestBody: { content: { "application/json": PostSourcesPreviewBody } };
      responses: {
        200: { content: { "application/json": PostSourcesPreviewAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/stamps/{stamp}/contribution": {
    /** Who makes a stamp hot: registries or tenants, ranked by relief */
    get: {
      parameters: { path: { stamp: string }; query?: { from?: string | number; to?: string | number; window?: string; groupBy?: "registry" | "tenant"; shareOf?: "requests" | "bytes"; pool?: string } };
      responses: {
        200: { content: { "application/json": GetStampsByStampContributionAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/stamps/{stamp}/merge": {
    /** Merge a stamp into another, which takes over what lives there and its name */
    put: {
      parameters: { path: { stamp: string } };
      requestBody: { content: { "application/json": PutRegistriesByRegistryMergeBody } };
      responses: {
        200: { content: { "application/json": PutRegionsByRegionRenameAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/stamps/{stamp}/pools/{pool}/nodes": {
    /** Every node of one pool, minute by minute */
    get: {
      parameters: { path: { stamp: string; pool: string }; query?: { from?: string | number; to?: string | number; window?: string } };
      responses: {
        200: { content: { "application/json": GetStampsByStampPoolsByPoolNodesAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/stamps/{stamp}/pools/{pool}/series": {
    /** One pool, minute by minute; gaps are nulls */
    get: {
      parameters: { path: { stamp: string; pool: string }; query?: { from?: string | number; to?: string | number; window?: string } };
      responses: {
        200: { content: { "application/json": GetStampsByStampPoolsByPoolSeriesAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/stamps/{stamp}/rename": {
    /** Give a stamp another name; the old one goes on being understood */
    put: {
      parameters: { path: { stamp: string } };
      requestBody: { content: { "application/json": PutRegionsByRegionRenameBody } };
      responses: {
        200: { content: { "application/json": PutRegionsByRegionRenameAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/stamps/{stamp}/retire": {
    /** Take a stamp out of use; its history stays, and naming it in an inventory revives it */
    put: {
      parameters: { path: { stamp: string } };
      requestBody: { content: { "application/json": PutRegionsByRegionRetireBody } };
      responses: {
        200: { content: { "application/json": PutRegionsByRegionRenameAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/tenants/{tenant}/contribution": {
    /** What a tenant's registries do on every stamp they are on, ranked by relief */
    get: {
      parameters: { path: { tenant: string }; query?: { from?: string | number; to?: string | number; window?: string; groupBy?: "registry" | "tenant"; shareOf?: "requests" | "bytes" } };
      responses: {
        200: { content: { "application/json": GetTenantsByTenantContributionAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/tenants/{tenant}/rename": {
    /** Give a tenant another name; the old one goes on being understood */
    put: {
      parameters: { path: { tenant: string } };
      requestBody: { content: { "application/json": PutRegionsByRegionRenameBody } };
      responses: {
        200: { content: { "application/json": PutRegionsByRegionRenameAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/tokens": {
    /** Every token there has been, without its secret */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } };
      responses: {
        200: { content: { "application/json": GetTokensAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
    /** Make a token; its secret is shown this once */
    post: {
      parameters: { header?: { "Idempotency-Key"?: string } };
      requestBody: { content: { "application/json": PostTokensBody } };
      responses: {
        201: { content: { "application/json": PostTokensAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/tokens/{id}": {
    /** Revoke a token: it and every sign-in made with it end at once */
    delete: {
      parameters: { path: { id: number } };
      responses: {
        200: { content: { "application/json": DeleteTokensByIdAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/api/v1/tokens/{id}/sessions": {
    /** Sign out every browser that was signed in with a token; the token stays good */
    delete: {
      parameters: { path: { id: number } };
      responses: {
        200: { content: { "application/json": DeleteAccountSessionsAnswer } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        409: Refusals["Conflict"];
        413: Refusals["TooLarge"];
        415: Refusals["UnknownForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/healthz": {
    /** Whether this process is alive */
    get: {
      responses: {
        200: { content: { "application/json": GetHealthzAnswer } };
        400: Refusals["BadRequest"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/metrics": {
    /** Prometheus exposition of this process, and of the state of the fleet */
    get: {
      responses: {
        200: { content: { "text/plain": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/metrics/fleet": {
    /** The fleet for Prometheus: hot-node P95, limits, states, what is hot now */
    get: {
      parameters: { query?: { region?: string } };
      responses: {
        200: { content: { "text/plain": string; "application/openmetrics-text": string; "application/json": PostOtlpV1MetricsAnswer2 } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/metrics/fleet.json": {
    /** The fleet as flat rows, one a pool, for dashboards that read JSON */
    get: {
      parameters: { query?: { region?: string } };
      responses: {
        200: { content: { "application/json": GetMetricsFleetJsonAnswer; "text/csv": string } };
        400: Refusals["BadRequest"];
        401: Refusals["Unauthorized"];
        403: Refusals["Forbidden"];
        404: Refusals["NotFound"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        429: Refusals["TooOften"];
        503: Refusals["Unavailable"];
      };
    };
  };
  "/readyz": {
    /** Whether requests can be served: database reachable, migrations applied */
    get: {
      responses: {
        200: { content: { "application/json": GetReadyzAnswer } };
        400: Refusals["BadRequest"];
        406: Refusals["NotInThatForm"];
        422: Refusals["Impossible"];
        503: Refusals["Unavailable"];
      };
    };
  };
}

/** What can be answered instead. */
export interface Refusals {
  BadRequest: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3 } };
  Unauthorized: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3 } };
  Forbidden: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3 } };
  NotFound: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3 } };
  NotInThatForm: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3 } };
  Conflict: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3 } };
  TooLarge: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3 } };
  UnknownForm: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3 } };
  Impossible: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3 } };
  TooOften: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3 } };
  Unavailable: { content: { "application/problem+json": PostOtlpV1MetricsAnswer3 } };
}

export type Action = {
  /** the last part of its address */
  action: string;
  /** the least role that may */
  role: "operator" | "approver";
  possible: boolean;
  /** why not, or what to mind; null = nothing to say */
  why: string | null;
  needsReason: boolean;
};

export type After = {
  /** percent of a node; null = cannot be had, see flags and notes */
  hotNodeP95: number | null;
  /** percent of a node; null = cannot be had, see flags and notes */
  max: number | null;
  /** percent of a node; null = cannot be had, see flags and notes */
  average: number | null;
  /** of hotNodeP95 */
  interval: Interval | null;
  intervals: {
    /** holds it in nine of ten cases */
    max: Interval | null;
    /** holds it in nine of ten cases */
    average: Interval | null;
  };
};

export type Approval = {
  role: "operator" | "approver";
  wanted: number;
  given: number;
};

export type Approved = {
  /** percent of hot-node P95; null = cannot be had */
  after: number | null;
  /** percent of hot-node P95; null = cannot be had */
  low: number | null;
  /** percent of hot-node P95; null = cannot be had */
  high: number | null;
};

export type Assessment = {
  /** RFC 3339, UTC */
  computedAt: string;
  window: {
    /** RFC 3339, UTC */
    from: string;
    /** RFC 3339, UTC */
    to: string;
  };
  snapshot: Snapshot;
  /** the highest of its phases'; null without moves */
  tier: "low" | "medium" | "high" | "critical" | null;
  /** the first step that makes something worse; null = every prefix is safe */
  broken: Broken | null;
  /** warnings in a draft, refusals when it is submitted */
  doubts: Doubt[];
  /** as in the content, one for one */
  phases: AssessmentPhase[];
  /** of the region that change, after all phases */
  pools: AssessmentPool[];
  /** points of P95 over the limits, summed over the region; null = cannot be had */
  excess: {
    before: number;
    after: number | null;
  };
  /** moves until the plan has done what it is for, in this order and largest first: every pool that it relieves is under its limit, or at the least excess that the plan reaches; null = cannot be had */
  caution: {
    smallestFirst: number | null;
    largestFirst: number | null;
  };
  notes: Note[];
};

export type AssessmentPhase = {
  tier: "low" | "medium" | "high" | "critical";
  radius: {
    /** of the region's traffic over the window, 0–1 */
    trafficShare: number;
    /** with traffic */
    tenants: number;
    /** least of limit − high end over its destinations; null = cannot be told, or nothing moves */
    headroomPoints: number | null;
    /** creates a stamp, or is the first to fill one */
    firstOnStamp: boolean;
  };
  /** as in the content, one for one */
  moves: ({
    registry: string;
    /** of the moved set */
    requestShare: number | null;
    /** of the moved set */
    byteShare: number | null;
    /** by the rules; the phase may be of another */
    class: "tail" | "medium" | "top";
    /** null = the move is skipped, or nothing can be told of the stamp */
    source: Source | null;
    /** null = the move is skipped, or nothing can be told of the stamp */
    destination: Source | null;
    /** of the pools on both ends: see POST /api/v1/simulations */
    flags: string[];
    /** the rule that the plan breaks at this step */
    broken: {
      rule: "receives_over_limit" | "loses_but_rises";
      stamp: string;
      pool: string;
      /** what it would come to while the move cuts over; null = cannot be had */
      value: number | null;
      /** what it may be */
      bound: number;
    } | null;
  })[];
  /** that the phase touches, after it and all before it */
  pools: Pool[];
  /** null = it finds no place in the calendar */
  schedule: {
    /** RFC 3339, UTC */
    startAt: string;
    /** its last move is drained */
    cutOverAt: string;
    /** the next phase may begin */
    observedAt: string;
    /** why it begins later than it could, in their order */
    waits: ({
      /** RFC 3339, UTC */
      until: string;
      why: string;
    })[];
  } | null;
};

export type AssessmentPool = {
  stamp: string;
  pool: string;
  kind: string;
  role: "source" | "destination" | "untouched";
  limit: number;
  before: PoolBefore;
  after: After;
  excess: {
    before: number | null;
    after: number | null;
  };
  flags: ("destination_over_limit" | "destination_may_exceed_limit" | "hidden_demand" | "low_coverage" | "coverage_too_low" | "extrapolated" | "inside_noise" | "weak_model" | "no_load_data" | "planned" | "vcpus_unknown" | "arrivals_unknown")[];
  /** minute by minute from the window's beginning, null = no data; of pools that change, where asked for */
  series?: Series;
};

export type Basic = {
  by: "basic";
  user: string;
  password: string;
};

export type BatchPoints = {
  key: "batchPoints";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: number;
  /** why; it stands in the audit */
  reason?: string;
};

export type Before = {
  hotNodeP95: number | null;
  max: number | null;
  average: number | null;
  window: {
    /** RFC 3339, UTC */
    from: string;
    /** RFC 3339, UTC */
    to: string;
  } | null;
  coverage: number | null;
};

export type BlastRadius = {
  key: "blastRadius";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: {
    lowTraffic: number;
    lowTenants: number;
    lowHeadroom: number;
    mediumTraffic: number;
    mediumTenants: number;
    mediumHeadroom: number;
    highTraffic: number;
    highHeadroom: number;
  };
  /** why; it stands in the audit */
  reason?: string;
};

export type Broken = {
  rule: "receives_over_limit" | "loses_but_rises";
  stamp: string;
  pool: string;
  /** what it would come to while the move cuts over; null = cannot be had */
  value: number | null;
  /** what it may be */
  bound: number;
  /** from 1 on */
  phase: number;
  registry: string;
};

export type Comment = {
  id: number;
  /** from 1 on */
  version: number;
  author: string;
  /** RFC 3339, UTC */
  at: string;
  text: string;
};

export type Constraint = {
  pinned: boolean;
  excluded: boolean;
  freezes: ({
    /** RFC 3339, UTC */
    from: string;
    /** RFC 3339, UTC */
    to: string;
    why: string;
  })[];
  mustNotShareWith: string[];
};

export type Content = {
  region: string;
  /** of the snapshot */
  window: {
    /** RFC 3339, UTC */
    from: string;
    /** RFC 3339, UTC */
    to: string;
  };
  /** null = the limits that are set */
  limitP95: number | null;
  /** null = as soon as it is approved */
  startAt: string | null;
  newStamps: NewStamp[];
  source: {
    kind: "proposal";
    id: number;
  } | {
    kind: "moves";
  } | {
    kind: "csv";
  } | {
    kind: "version";
    version: number;
  };
  triggers: (OverLimit | ContentSignal | Dominated | Outcome)[];
  verdicts: Verdict[];
  /** considered and left where it is */
  left: ({
    registry: string;
    reason: string;
  })[];
  phases: Phase[];
};

export type ContentSignal = {
  kind: "signal";
  region: string;
  stamp: string;
  /** null = of the whole stamp */
  pool: string | null;
  signal: string;
  severity: "low" | "medium" | "high" | "critical";
  /** in words, with its numbers */
  because: string;
};

export type CooldownDays = {
  key: "cooldownDays";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: number;
  /** why; it stands in the audit */
  reason?: string;
};

export type Coverage = {
  key: "coverage";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: {
    warnBelow: number;
    unknownBelow: number;
  };
  /** why; it stands in the audit */
  reason?: string;
};

export type Cpu = {
  name: string;
  /** gauge of the whole node */
  as: "cpu";
  /** what a busy node reads */
  scale: 1 | 100;
  /** labels that a series must have, with these values */
  where?: {
    [name: string]: string;
  };
};

export type CpuSeconds = {
  name: string;
  /** counter of seconds of each core in each state */
  as: "cpu_seconds";
  /** the first of these that a series has */
  core: string[];
  /** the first of these that a series has */
  state: string[];
  /** labels that a series must have, with these values */
  where?: {
    [name: string]: string;
  };
};

export type CpuStates = {
  name: string;
  /** gauge of each core's share of time in each state */
  as: "cpu_states";
  /** the first of these that a series has */
  core: string[];
  /** the first of these that a series has */
  state: string[];
  scale: 1 | 100;
  /** labels that a series must have, with these values */
  where?: {
    [name: string]: string;
  };
};

export type CriticalStartsPerHour = {
  key: "criticalStartsPerHour";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: number;
  /** why; it stands in the audit */
  reason?: string;
};

export type Current = {
  /** RFC 3339, UTC */
  pressedAt: string;
  pressedBy: string;
  reason: string;
  liftedAt: string | null;
  liftedBy: string | null;
  liftReason: string | null;
};

export type Cutover = {
  key: "cutover";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: {
    movesAtOnce: number;
    moveMinutes: number;
  };
  /** why; it stands in the audit */
  reason?: string;
};

export type DeleteAccountSecondFactorBody = {
  password: string;
};

export type DeleteAccountSessionsAnswer = {
  /** browsers that were signed out */
  ended: number;
};

export type DeleteChannelsByIdAnswer = {
  id: number;
  name: string;
  /** where its address leads; the rest of it is never answered */
  receiver: string;
  kinds: ("alert_raised" | "alert_cleared" | "approval_wanted" | "gate_result" | "plan_finished" | "plan_paused" | "freeze")[];
  regions: string[];
  quietHours: QuietHour | null;
  enabled: boolean;
  /** RFC 3339, UTC */
  createdAt: string;
  createdBy: string;
  waiting: number;
  /** in the last 7 days */
  givenUp: number;
  /** the newest ten first */
  deliveries: Delivery[];
};

export type DeleteFreezeAnswer = {
  frozen: boolean;
  current: Current | null;
  /** lifted freezes, the newest first */
  history: Current[];
};

export type DeleteFreezeBody = {
  /** why; it stands in the audit */
  reason: string;
};

export type DeleteSettingsAnswer = {
  settings: Setting[];
};

export type DeleteSourcesAnswer = {
  mapping: Mapping;
  default: Mapping;
  /** null: the default holds */
  setAt: string | null;
  setBy: string | null;
};

export type DeleteTokensByIdAnswer = {
  id: number;
  name: string;
  role: "ingest" | "viewer" | "operator" | "approver" | "admin";
  /** null = the whole fleet */
  region: string | null;
  prefix: string;
  /** RFC 3339, UTC */
  createdAt: string;
  createdBy: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
};

export type Delivery = {
  id: number;
  kind: string;
  severity: string;
  sentence: string;
  status: "waiting" | "sent" | "given_up";
  attempts: number;
  /** RFC 3339, UTC */
  createdAt: string;
  /** of what waits */
  nextAt: string | null;
  doneAt: string | null;
  /** what the receiver answered last */
  lastStatus: number | null;
  lastError: string | null;
};

export type Deviation = {
  kind: "broken_prefix" | "early_start" | "skip" | "shorten" | "drained" | "revert";
  phase: number | null;
  registry: string | null;
  actor: string;
  approver: string | null;
  reason: string;
  /** RFC 3339, UTC */
  at: string;
};

export type DoNothing = {
  stamp: string;
  pool: string;
  hotNodeP95: number;
  max: number | null;
  excess: number;
  minutesOverLimit: number;
  /** with a node at 90 % or more */
  minutesFull: number;
  /** since the same hours a day before */
  risePoints: number | null;
};

export type DominanceShare = {
  key: "dominanceShare";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: number;
  /** why; it stands in the audit */
  reason?: string;
};

export type Dominated = {
  kind: "dominated";
  region: string;
  stamp: string;
  pool: string;
  tenant: string;
  /** relief of the tenant ÷ hot-node P95 */
  share: number;
  reliefPoints: number;
  /** in words, with its numbers */
  because: string;
};

export type Doubt = {
  code: "pinned" | "excluded" | "change_freeze" | "cooldown" | "must_not_share" | "cordoned" | "in_deployment" | "coverage_too_low" | "moved_since" | "retired_since";
  /** from 1 on */
  phase: number;
  registry: string;
  /** where it is to go, or where the trouble is */
  stamp: string;
  /** in words, with its numbers */
  detail: string;
};

export type File = {
  name: string;
  /** of the file as it is, packed or not */
  bytes: number;
  /** SHA-256 that tells the file from others: of its size, its beginning and its end */
  fingerprint: string;
};

export type Gates = {
  key: "gates";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: {
    overLimitMinutes: number;
    settleMinutes: number;
    lateMinutes: number;
    reliefShare: number;
    parityTolerance: number;
    outcomeSpreads: number;
    outcomeWorseBy: number;
  };
  /** why; it stands in the audit */
  reason?: string;
};

export type GetAccountAnswer = {
  id: string;
  name: string;
  email: string;
  role: "viewer" | "operator" | "approver" | "admin";
  regions: string[] | null;
  hasSecondFactor: boolean;
  hasPassword: boolean;
  isFromProvider: boolean;
  sessions: ({
    id: string;
    /** the one that asks */
    isThis: boolean;
    /** RFC 3339, UTC */
    startedAt: string;
    /** RFC 3339, UTC */
    lastSeenAt: string;
    /** RFC 3339, UTC */
    endsAt: string;
    address: string | null;
    browser: string | null;
  })[];
};

export type GetAccuracyAnswer = {
  basis: "as_predicted" | "on_observed_load";
  summary: {
    /** predicted and measured */
    pools: number;
    /** without a prediction or a measure; no figure rests on them */
    refused: number;
    /** median size of the change that was predicted, all else equal */
    medianChange: number | null;
    /** median of the absolute error of hot-node P95, points */
    medianError: number | null;
    /** 90th percentile of it */
    p90Error: number | null;
    /** mean of predicted − measured: above 0, predictions are too hot */
    bias: number | null;
    /** measured inside the 90 % interval ÷ all, 0–1; 0.9 is what it should be */
    insideShare: number | null;
  };
  byKind: ({
    /** predicted and measured */
    pools: number;
    /** without a prediction or a measure; no figure rests on them */
    refused: number;
    /** median size of the change that was predicted, all else equal */
    medianChange: number | null;
    /** median of the absolute error of hot-node P95, points */
    medianError: number | null;
    /** 90th percentile of it */
    p90Error: number | null;
    /** mean of predicted − measured: above 0, predictions are too hot */
    bias: number | null;
    /** measured inside the 90 % interval ÷ all, 0–1; 0.9 is what it should be */
    insideShare: number | null;
    kind: string;
  })[];
  byRole: ({
    /** predicted and measured */
    pools: number;
    /** without a prediction or a measure; no figure rests on them */
    refused: number;
    /** median size of the change that was predicted, all else equal */
    medianChange: number | null;
    /** median of the absolute error of hot-node P95, points */
    medianError: number | null;
    /** 90th percentile of it */
    p90Error: number | null;
    /** mean of predicted − measured: above 0, predictions are too hot */
    bias: number | null;
    /** measured inside the 90 % interval ÷ all, 0–1; 0.9 is what it should be */
    insideShare: number | null;
    role: "source" | "destination";
  })[];
  byAge: ({
    /** predicted and measured */
    pools: number;
    /** without a prediction or a measure; no figure rests on them */
    refused: number;
    /** median size of the change that was predicted, all else equal */
    medianChange: number | null;
    /** median of the absolute error of hot-node P95, points */
    medianError: number | null;
    /** 90th percentile of it */
    p90Error: number | null;
    /** mean of predicted − measured: above 0, predictions are too hot */
    bias: number | null;
    /** measured inside the 90 % interval ÷ all, 0–1; 0.9 is what it should be */
    insideShare: number | null;
    fromDays: number;
    toDays: number | null;
  })[];
  /** otherWeekday: one of the days works, the other rests */
  byDay: ({
    /** predicted and measured */
    pools: number;
    /** without a prediction or a measure; no figure rests on them */
    refused: number;
    /** median size of the change that was predicted, all else equal */
    medianChange: number | null;
    /** median of the absolute error of hot-node P95, points */
    medianError: number | null;
    /** 90th percentile of it */
    p90Error: number | null;
    /** mean of predicted − measured: above 0, predictions are too hot */
    bias: number | null;
    /** measured inside the 90 % interval ÷ all, 0–1; 0.9 is what it should be */
    insideShare: number | null;
    otherWeekday: boolean;
  })[];
  /** the latest moves first, 5,000 at most */
  results: ({
    /** the set of moves */
    episode: string;
    region: string;
    stamp: string;
    pool: string;
    kind: string;
    role: "source" | "destination";
    basis: "as_predicted" | "on_observed_load";
    changed: {
      /** RFC 3339, UTC */
      from: string;
      /** RFC 3339, UTC */
      to: string;
    };
    moves: ({
      registry: string;
      from: string;
      to: string;
      /** RFC 3339, UTC */
      at: string;
    })[];
    before: Before;
    /** null = refused */
    predicted: {
      hotNodeP95: number | null;
      max: number | null;
      average: number | null;
      interval: Interval;
      intervals: {
        max: Interval;
        average: Interval;
      };
    } | null;
    measured: Before;
    /** hot-node P95 without the moves: as measured before, or rendered on the load that came */
    unmovedP95: number | null;
    /** predicted − measured hot-node P95 */
    errorPoints: number | null;
    /** whether the interval held the measured P95 */
    inside: boolean | null;
    /** from the end of the hours before to the beginning of those after */
    ageDays: number | null;
    /** why a figure is not there */
    refusal: "disturbed_before" | "disturbed_after" | "coverage_before" | "coverage_after" | "no_load_before" | "no_load_after" | "weak_model" | "arrivals_unknown" | null;
    flags: ("destination_over_limit" | "destination_may_exceed_limit" | "hidden_demand" | "low_coverage" | "coverage_too_low" | "extrapolated" | "inside_noise" | "weak_model" | "no_load_data" | "planned" | "vcpus_unknown" | "arrivals_unknown")[];
    /** one of the days works, the other rests */
    otherWeekday: boolean;
    /** the pool had another number of nodes after */
    otherNodes: boolean;
    model: {
      r2: number;
      residualPoints: number;
      bins: number;
      nodes: number;
      registries: number;
    } | null;
    /** RFC 3339, UTC */
    computedAt: string;
  })[];
  /** older results that passed and are not told */
  left: number;
  /** moves whose full day after is not over yet */
  waiting: ({
    episode: string;
    region: string;
    /** RFC 3339, UTC */
    changedAt: string;
    stamps: string[];
    registries: string[];
  })[];
};

export type GetAlertRulesAnswer = {
  rules: PostAlertRulesAnswer[];
};

export type GetAlertsAnswer = {
  /** the newest first */
  alerts: PostAlertsByIdAcknowledgeAnswer[];
  /** all that are open, whatever was asked for */
  open: number;
  nextCursor: string | null;
};

export type GetApiOpenapiJsonAnswer = {
  [name: string]: PostOtlpV1MetricsAnswer2;
};

export type GetAuditAnswer = {
  /** the newest first */
  events: ({
    id: string;
    /** RFC 3339, UTC */
    at: string;
    actor: string;
    actorRole: string;
    action: string;
    thing: string;
    thingName: string;
    before: PostOtlpV1MetricsAnswer2;
    after: PostOtlpV1MetricsAnswer2;
    reason: string | null;
    requestId: string | null;
    /** on which plan, version, stamps, window and model it rests; null where there is none */
    context: unknown;
    /** of the event before */
    previousHash: string | null;
    /** SHA-256 of the canonical form (RFC 8785) of all that is stored */
    hash: string | null;
  })[];
  /** null on the last page */
  nextCursor: string | null;
};

export type GetAuditVerificationAnswer = {
  /** of this process; null = none yet */
  last: PostAuditVerifyAnswer | null;
  protection: "role" | "trigger" | "none";
  protectionSentence: string;
  anchoring: {
    file: boolean;
    webhook: boolean;
    everyMinutes: number;
    sentence: string;
  };
};

export type GetCalendarAnswer = {
  /** RFC 3339, UTC */
  from: string;
  /** RFC 3339, UTC */
  to: string;
  /** in the order of their beginning */
  entries: ({
    /** change_freeze = of one registry; deployment = an update is rolling */
    kind: "phase" | "freeze" | "change_freeze" | "deployment";
    title: string;
    /** null = since some time before now, nobody said since when */
    from: string | null;
    /** null = open */
    to: string | null;
    /** null = the whole fleet */
    region: string | null;
    stamps: string[];
    /** that a phase moves, or that a freeze is of */
    registries: string[];
    phase: {
      plan: number;
      version: number;
      planName: string;
      planState: string;
      phase: number;
      state: string;
      tier: "low" | "medium" | "high" | "critical";
      cutOverAt: string | null;
      /** it has not begun: when is an estimate */
      isScheduled: boolean;
    } | null;
    /** with other entries, in words */
    conflicts: string[];
  })[];
};

export type GetChannelsAnswer = {
  /** false: BALLAST_SEAL_KEY is not set, and whoever can read the database can read them */
  areSecretsSealed: boolean;
  channels: DeleteChannelsByIdAnswer[];
};

export type GetConstraintsAnswer = {
  replicas: ({
    registry: string;
    region: string;
    homeStamp: string;
    constraints: Constraint;
  })[];
  /** null on the last page */
  nextCursor: string | null;
};

export type GetControlRequestsAnswer = {
  /** where its address leads; null = there is no control plane */
  receiver: string | null;
  /** the newest 500 first */
  requests: ({
    id: number;
    plan: number;
    version: number;
    planName: string;
    phase: number;
    move: number;
    registry: string;
    region: string;
    from: string;
    to: string;
    /** it takes a move back */
    isBack: boolean;
    /** of the move as it is recorded here: what counts */
    moveState: string;
    /** waiting = not received yet · sent = received, its call is awaited · polling = received, its result is asked for · confirmed, refused = what its result said */
    state: "waiting" | "sent" | "polling" | "confirmed" | "refused" | "given_up";
    /** to send it */
    attempts: number;
    /** how often its result was asked for */
    polls: number;
    /** RFC 3339, UTC */
    askedAt: string;
    /** when it is sent, or its result asked for, next */
    nextAt: string | null;
    doneAt: string | null;
    lastStatus: number | null;
    lastError: string | null;
  })[];
};

export type GetDataHealthAnswer = {
  window: {
    /** RFC 3339, UTC */
    from: string;
    /** RFC 3339, UTC */
    to: string;
  };
  pools: ({
    region: string;
    stamp: string;
    pool: string;
    /** what needs a person, the most urgent of it */
    concern: "silent" | "never" | "thin" | "gaps" | "late" | "nodes" | "none" | "planned";
    /** start of the newest minute with data */
    lastSampleAt: string | null;
    coverage: {
      bins: number;
      nodeMinutes: number;
    };
    silentMinutes: number;
    gaps: ({
      /** RFC 3339, UTC */
      from: string;
      to: string | null;
    })[];
    stoppedNodes: ({
      name: string;
      /** RFC 3339, UTC */
      lastSampleAt: string;
    })[];
    nodes: number | null;
    received: number;
    late: number;
    sources: string[];
  })[];
  sources: ({
    source: string;
    endpoint: string;
    pools: number;
    received: number;
    duplicate: number;
    rounded: number;
    late: number;
    rejected: number;
    /** RFC 3339, UTC */
    lastReceivedAt: string;
  })[];
  rejections: ({
    source: string;
    endpoint: string;
    /** as sent */
    stamp: string;
    /** as sent */
    pool: string;
    code: string;
    count: number;
    lastMessage: string;
    /** RFC 3339, UTC */
    lastReceivedAt: string;
  })[];
  storage: {
    /** of the whole database */
    databaseBytes: number;
    /** the greatest first */
    tables: ({
      name: string;
      /** with its indexes */
      bytes: number;
      /** about so many; null = the server has not counted */
      rowsEstimate: number | null;
      /** null = not parted by day */
      partitions: number | null;
      /** where its oldest partition begins */
      from: string | null;
      /** where its newest one ends, which may be ahead */
      to: string | null;
      /** by the retention that is set */
      keptDays: number | null;
      /** of its newest whole partition */
      bytesPerDay: number | null;
      /** at that rate, once retention drops a day for a day */
      bytesWhenFull: number | null;
    })[];
  };
  audit: GetAuditVerificationAnswer;
};

export type GetFleetAnswer = {
  /** the least window that holds those of all regions */
  window: {
    /** RFC 3339, UTC */
    from: string;
    /** RFC 3339, UTC */
    to: string;
  };
  /** each region's own window */
  regions: ({
    /** RFC 3339, UTC */
    from: string;
    /** RFC 3339, UTC */
    to: string;
    region: string;
    /** of the peak window; null for a window given by its hours */
    coverage: number | null;
    /** false: no window was covered well enough, this is the best */
    qualifies: boolean;
  })[];
  latestDataAt: string | null;
  pools: ({
    region: string;
    stamp: string;
    pool: string;
    kind: string;
    /** percent of a node; null = no data */
    hotNodeP95: number | null;
    /** percent of a node; null = no data */
    max: number | null;
    maxAt: string | null;
    /** percent of a node; null = no data */
    average: number | null;
    hotSpotRatio: number | null;
    hottestNode: {
      name: string;
      /** of the bins with data */
      share: number;
    } | null;
    nodes: number | null;
    state: "cool" | "normal" | "warm" | "hot" | "critical" | "unknown";
    stale: boolean;
    limit: number;
    excess: number | null;
    now: {
      /** percent of a node; null = no data */
      hot5m: number | null;
      /** percent of a node; null = no data */
      hot15m: number | null;
      overSince: string | null;
    };
    coverage: {
      bins: number;
      nodeMinutes: number;
    };
    /** the pool's own peak, where it is much hotter than the region's */
    ownPeak: {
      /** RFC 3339, UTC */
      from: string;
      /** RFC 3339, UTC */
      to: string;
      hotNodeP95: number;
    } | null;
  })[];
};

export type GetFleetHeatmapAnswer = {
  /** where each column begins */
  columns: string[];
  stepMinutes: number;
  rows: ({
    stamp: string;
    pool: string;
    /** percent of a node; null = no data */
    values: (number | null)[];
  })[];
};

export type GetHealthzAnswer = {
  alive: true;
};

export type GetImportsAnswer = {
  imports: PostImportsAnswer[];
};

export type GetImportsByIdProblemsAnswer = {
  problems: PostImportsPreviewAnswerProblem[];
};

export type GetInventoryAnswer = {
  regions: ({
    name: string;
    timeZone: string;
    stamps: ({
      name: string;
      kind: "shared" | "isolated";
      updateDomains: number;
      cordoned: boolean;
      inDeployment: boolean;
      planned: boolean;
      storage: {
        egressGbps: number | null;
        requestsPerSecond: number | null;
      };
      pools: ({
        name: string;
        kind: string;
        vcpusPerNode?: number;
        minInstances?: number;
        maxInstances?: number;
      })[];
    })[];
  })[];
  registries: ({
    name: string;
    tenant: string;
    replicas: ({
      region: string;
      homeStamp: string;
      /** RFC 3339, UTC */
      boundAt: string;
      constraints: Constraint;
    })[];
  })[];
};

export type GetMetricsFleetJsonAnswer = ({
  region: string;
  stamp: string;
  pool: string;
  kind: string;
  state: "cool" | "normal" | "warm" | "hot" | "critical" | "unknown";
  stale: boolean;
  limit: number;
  /** of the region's peak window */
  windowFrom: string;
  /** RFC 3339, UTC */
  windowTo: string;
  /** percent of a node; null = no data */
  hotNodeP95: number | null;
  /** percent of a node; null = no data */
  max: number | null;
  /** percent of a node; null = no data */
  average: number | null;
  /** points over the limit; null = no data */
  excess: number | null;
  /** the lesser of both ratios */
  coverage: number;
  /** percent of a node; null = no data */
  hotNodeP95Last12h: number | null;
  /** percent of a node; null = no data */
  maxLast12h: number | null;
  /** percent of a node; null = no data */
  averageLast12h: number | null;
  /** points over the limit; null = no data */
  excessLast12h: number | null;
  /** the lesser of both ratios */
  coverageLast12h: number;
  /** percent of a node; null = no data */
  hot5m: number | null;
  /** percent of a node; null = no data */
  hot15m: number | null;
  overSince: string | null;
  nodes: number | null;
  hottestNode: string | null;
  hottestNodeShare: number | null;
})[];

export type GetPeopleAnswer = {
  people: PatchPeopleByIdAnswer[];
};

export type GetPlansAnswer = {
  /** the one saved last first */
  plans: ({
    /** from 1 on */
    version: number;
    state: "draft" | "submitted" | "approved" | "running" | "paused" | "rolling_back" | "completed" | "rejected" | "aborted" | "rolled_back" | "superseded" | "expired";
    /** of the version; each save of a draft adds 1 */
    revision: number;
    tier: "low" | "medium" | "high" | "critical" | null;
    source: "proposal" | "moves" | "csv" | "version";
    /** that it touches, on either end */
    stamps: string[];
    phases: number;
    moves: Move;
    excess: {
      before: number;
      after: number | null;
    };
    /** a step of it makes something worse */
    isBroken: boolean;
    /** what stands against submitting it */
    doubts: number;
    /** RFC 3339, UTC */
    savedAt: string;
    savedBy: string;
    startAt: string | null;
    /** when its snapshot is too old to start from */
    expiresAt: string;
    id: number;
    name: string;
    region: string;
    author: string;
    /** RFC 3339, UTC */
    createdAt: string;
    /** an older version that was submitted and has not come to its end; null = there is none */
    inForce: {
      /** from 1 on */
      version: number;
      state: "draft" | "submitted" | "approved" | "running" | "paused" | "rolling_back" | "completed" | "rejected" | "aborted" | "rolled_back" | "superseded" | "expired";
      /** of the version; each save of a draft adds 1 */
      revision: number;
      tier: "low" | "medium" | "high" | "critical" | null;
      source: "proposal" | "moves" | "csv" | "version";
      /** that it touches, on either end */
      stamps: string[];
      phases: number;
      moves: Move;
      excess: {
        before: number;
        after: number | null;
      };
      /** a step of it makes something worse */
      isBroken: boolean;
      /** what stands against submitting it */
      doubts: number;
      /** RFC 3339, UTC */
      savedAt: string;
      savedBy: string;
      startAt: string | null;
      /** when its snapshot is too old to start from */
      expiresAt: string;
    } | null;
  })[];
  /** by state, of all that the other filters leave; a plan whose older version is in force counts in both states */
  counts: {
    [name: string]: number;
  };
  /** null on the last page */
  nextCursor: string | null;
};

export type GetPlansByIdEditsAnswer = {
  /** the newest first */
  edits: ({
    /** from 1 on */
    version: number;
    /** of the version; each save of a draft adds 1 */
    revision: number;
    author: string;
    /** RFC 3339, UTC */
    at: string;
    /** against the revision before it, in words */
    changes: string[];
  })[];
  /** null on the last page */
  nextCursor: string | null;
};

export type GetPlansByIdEvidenceAnswer = {
  format: "ballast-evidence/1";
  plan: {
    id: number;
    name: string;
    region: string;
    /** of the plan */
    author: string;
    /** RFC 3339, UTC */
    createdAt: string;
    /** the oldest first */
    comments: Comment[];
    version: number;
    state: "draft" | "submitted" | "approved" | "running" | "paused" | "rolling_back" | "completed" | "rejected" | "aborted" | "rolled_back" | "superseded" | "expired";
    versionAuthor: string;
    /** RFC 3339, UTC */
    savedAt: string;
    savedBy: string;
  };
  /** what was approved, and what ran */
  content: {
    region: string;
    /** of the snapshot */
    window: {
      /** RFC 3339, UTC */
      from: string;
      /** RFC 3339, UTC */
      to: string;
    };
    /** null = the limits that are set */
    limitP95: number | null;
    /** null = as soon as it is approved */
    startAt: string | null;
    newStamps: NewStamp[];
    source: {
      kind: "proposal";
      id: number;
    } | {
      kind: "moves";
    } | {
      kind: "csv";
    } | {
      kind: "version";
      version: number;
    };
    triggers: (OverLimit | ContentSignal | Dominated | Outcome)[];
    verdicts: Verdict[];
    /** considered and left where it is */
    left: ({
      registry: string;
      reason: string;
    })[];
    phases: Phase[];
  };
  /** SHA-256 of the content as it is stored now; equals execution.digest */
  contentDigest: string;
  /** inputs and outputs, as the plan was submitted */
  simulation: {
    /** RFC 3339, UTC */
    computedAt: string;
    window: {
      /** RFC 3339, UTC */
      from: string;
      /** RFC 3339, UTC */
      to: string;
    };
    snapshot: Snapshot;
    /** the highest of its phases'; null without moves */
    tier: "low" | "medium" | "high" | "critical" | null;
    /** the first step that makes something worse; null = every prefix is safe */
    broken: Broken | null;
    /** warnings in a draft, refusals when it is submitted */
    doubts: Doubt[];
    /** as in the content, one for one */
    phases: AssessmentPhase[];
    /** of the region that change, after all phases */
    pools: AssessmentPool[];
    /** points of P95 over the limits, summed over the region; null = cannot be had */
    excess: {
      before: number;
      after: number | null;
    };
    /** moves until the plan has done what it is for, in this order and largest first: every pool that it relieves is under its limit, or at the least excess that the plan reaches; null = cannot be had */
    caution: {
      smallestFirst: number | null;
      largestFirst: number | null;
    };
    notes: Note[];
  };
  execution: {
    /** SHA-256 of the content that was submitted */
    digest: string;
    /** RFC 3339, UTC */
    submittedAt: string;
    submittedBy: string;
    startedAt: string | null;
    finishedAt: string | null;
    pause: Pause | null;
    /** phases from this one on are being rolled back */
    rollbackFrom: number | null;
    /** of the plan */
    approval: Approval;
    /** the oldest first */
    approvals: PostPlansAnswerApproval[];
    /** the oldest first */
    deviations: Deviation[];
    newStamps: PostPlansAnswerNewStamp[];
    phases: PostOtlpV1MetricsAnswer2[];
  };
  /** every one, the oldest first */
  gateReadings: Reading[];
  result: GetPlansByIdResultAnswer;
  rightSizing: {
    plan: Plan;
    pools: GetPlansByIdEvidenceAnswerPool[];
  } | null;
  /** every event of the plan, the oldest first */
  audit: ({
    id: string;
    /** RFC 3339, UTC */
    at: string;
    actor: string;
    action: string;
    hash: string | null;
  })[];
  /** SHA-256 of the canonical form (RFC 8785) of all the rest: npm run audit:verify -- --evidence FILE */
  digest: string;
};

export type GetPlansByIdEvidenceAnswerPool = {
  stamp: string;
  pool: string;
  kind: string;
  role: "source" | "destination";
  verdict: "lower" | "raise" | "keep" | "not_yet";
  why: string;
  limit: number;
  /** limit less the target margin */
  target: number;
  updateDomains: number;
  instances: {
    minimum: number | null;
    maximum: number | null;
    /** nodes that were there last */
    measured: number | null;
  };
  coverage: number | null;
  /** percent of a node; null = cannot be had */
  hotNodeP95: number | null;
  /** of a node without load, by its load model; 0 where none tells */
  idle: number;
  /** the declared minimum, else the nodes that were there */
  current: number | null;
  /** that keeps the target with one update domain out */
  smallest: number | null;
  floor: number;
  headroom: number;
  /** the smallest with floor and headroom */
  needed: number | null;
  /** where load has only left, never more than `current` */
  recommended: number | null;
  projected: {
    hotNodeP95: number;
    withDomainOut: number;
  } | null;
  saved: {
    instances: number;
    /** of 730 hours */
    vmHoursPerMonth: number;
    /** a month; null = no price is set */
    money: number | null;
  } | null;
  /** the newest first */
  applied: ({
    id: number;
    /** the minimum before; null = none was declared */
    from: number | null;
    to: number;
    target: number;
    /** with one update domain out */
    projectedP95: number | null;
    reference: string;
    /** RFC 3339, UTC */
    appliedAt: string;
    appliedBy: string;
    /** RFC 3339, UTC */
    verifyAt: string;
    /** verified = measured at its target, missed = over it */
    state: "applied" | "verified" | "missed";
    /** of the peak since; null = not verified yet */
    measuredP95: number | null;
    decidedAt: string | null;
  })[];
};

export type GetPlansByIdReadingsAnswer = {
  version: number;
  /** the newest 2,000 first */
  readings: Reading[];
};

export type GetPlansByIdResultAnswer = {
  plan: {
    id: number;
    version: number;
    name: string;
    region: string;
    state: "draft" | "submitted" | "approved" | "running" | "paused" | "rolling_back" | "completed" | "rejected" | "aborted" | "rolled_back" | "superseded" | "expired";
  };
  /** the snapshot's window */
  before: {
    /** RFC 3339, UTC */
    from: string;
    /** RFC 3339, UTC */
    to: string;
  };
  /** the same clock hours of the last full day of the last observation; null = not yet */
  after: {
    /** RFC 3339, UTC */
    from: string;
    /** RFC 3339, UTC */
    to: string;
  } | null;
  /** the plan has completed and its last observation is over */
  isFinal: boolean;
  /** one is a working day where the region is, the other is not */
  isOtherWeekday: boolean;
  /** what is to be said of the whole, in words */
  note: string;
  /** touched pools first, then control pools; by name */
  rows: ({
    stamp: string;
    pool: string;
    kind: string;
    /** control = same kind and region, not touched */
    role: "source" | "destination" | "control";
    limit: number;
    before: GetPlansByIdResultAnswerBefore;
    after: GetPlansByIdResultAnswerBefore;
    change: {
      /** of what it was before */
      hotNodeP95Percent: number | null;
      hotNodeP95Points: number | null;
      maxPoints: number | null;
    };
    /** as the plan was submitted; null = the plan predicts nothing of it */
    predicted: {
      /** percent of a node; null = no data, or too little of it */
      hotNodeP95: number | null;
      /** percent of a node; null = no data, or too little of it */
      low: number | null;
      /** percent of a node; null = no data, or too little of it */
      high: number | null;
      /** percent of a node; null = no data, or too little of it */
      max: number | null;
    } | null;
    /** measured less predicted, points */
    error: {
      hotNodeP95: number | null;
      max: number | null;
    };
    /** inside the predicted interval; null = cannot be told */
    isInside: boolean | null;
  })[];
  /** medians over the two windows, where a stamp reports them */
  outcomes: ({
    stamp: string;
    measure: "pullP95Ms" | "errorRate" | "throughputBytes";
    before: number | null;
    after: number | null;
  })[];
};

export type GetPlansByIdResultAnswerBefore = {
  /** percent of a node; null = no data, or too little of it */
  hotNodeP95: number | null;
  /** percent of a node; null = no data, or too little of it */
  max: number | null;
  /** percent of a node; null = no data, or too little of it */
  average: number | null;
  /** 0–1; null = no data at all */
  coverage: number | null;
  nodes: number | null;
};

export type GetPlansByIdRightsizingAnswer = {
  plan: Plan;
  /** the hottest hours since the last observation began; null = none yet */
  window: {
    /** RFC 3339, UTC */
    from: string;
    /** RFC 3339, UTC */
    to: string;
  } | null;
  observedSince: string | null;
  wantedHours: number;
  pools: GetPlansByIdEvidenceAnswerPool[];
};

export type GetPlansCompareAnswer = {
  left: Left;
  right: Left;
  /** what makes the right one of the left one, in words; none = they are the same */
  differences: string[];
  /** hot-node P95 of every pool that either of them changes */
  pools: ({
    stamp: string;
    pool: string;
    /** null = that plan leaves it alone */
    left: GetPlansCompareAnswerLeft | null;
    /** null = that plan leaves it alone */
    right: GetPlansCompareAnswerLeft | null;
  })[];
  /** every registry that either of them moves, by name */
  moves: ({
    registry: string;
    region: string;
    left: {
      phase: number;
      to: string;
    } | null;
    right: {
      phase: number;
      to: string;
    } | null;
  })[];
};

export type GetPlansCompareAnswerLeft = {
  before: number | null;
  after: number | null;
  high: number | null;
};

export type GetPullSourcesAnswer = {
  /** false: BALLAST_SEAL_KEY is not set, and whoever can read the database can read them */
  areSecretsSealed: boolean;
  sources: PostPullSourcesAnswer[];
};

export type GetReadyzAnswer = {
  ready: true;
  /** `disk_full`: what was last to be stored was refused by a full disk; reading goes on */
  storing: "yes" | "disk_full";
  /** what keeps audit events from being changed: `trigger` = the database's user may not make roles */
  auditProtection: "role" | "trigger" | "none";
};

export type GetRegistriesAnswer = {
  /** what the load is the mean of; null = too many pools at once, name a region or stamp */
  loadWindow: {
    /** RFC 3339, UTC */
    from: string;
    /** RFC 3339, UTC */
    to: string;
  } | null;
  registries: ({
    registry: string;
    tenant: string;
    region: string;
    homeStamp: string;
    /** RFC 3339, UTC */
    boundAt: string;
    lastMovedAt: string | null;
    pinned: boolean;
    excluded: boolean;
    /** spans of time in which it must not move */
    freezes: number;
    mustNotShareWith: string[];
    /** a minute, over all pools of its home; null = nobody reported it in the last hour */
    requestsPerMinute: number | null;
    /** a minute, over all pools of its home; null = nobody reported it in the last hour */
    bytesPerMinute: number | null;
  })[];
  /** null on the last page */
  nextCursor: string | null;
};

export type GetRegistriesByRegistryBindingsAnswer = {
  /** by region, then the oldest first; half-open intervals */
  bindings: ({
    region: string;
    stamp: string;
    /** RFC 3339, UTC */
    boundAt: string;
    /** null: still bound */
    unboundAt: string | null;
    /** `inventory`, or the plan and move that made it */
    source: string;
  })[];
  /** null on the last page */
  nextCursor: string | null;
};

export type GetRegistriesByRegistryLoadAnswer = {
  registry: string;
  minutes: ({
    /** RFC 3339, UTC */
    ts: string;
    region: string;
    stamp: string;
    pool: string;
    /** of the minute; null = nobody's load was reported */
    requests: number | null;
    /** of the minute; null = nobody's load was reported */
    bytes: number | null;
    /** false: it was not at home there, this is a drain or a move made elsewhere */
    bound: boolean;
  })[];
};

export type GetReportsWeeklyAnswer = {
  week: string;
  /** RFC 3339, UTC */
  from: string;
  /** RFC 3339, UTC */
  to: string;
  /** false: the week goes on, and this is what there is of it */
  isOver: boolean;
  regions: ({
    region: string;
    /** the hottest first */
    pools: ({
      stamp: string;
      pool: string;
      /** over all minutes of the week */
      hotNodeP95: number | null;
      /** over the week before */
      hotNodeP95Before: number | null;
      /** percent of a node; null = no data */
      max: number | null;
      limit: number;
      /** minutes in which hot(bin) was over the limit */
      minutesOver: number;
      /** 0–1, the lesser of bins and node-minutes */
      coverage: number;
      /** of the week before */
      coverageBefore: number;
    })[];
    alerts: {
      raised: number;
      critical: number;
      openAtEnd: number;
    };
  })[];
  /** those that did something in the week */
  plans: ({
    plan: number;
    version: number;
    name: string;
    region: string;
    /** now */
    state: string;
    /** moves bound in the week */
    moved: number;
    reverted: number;
    gates: ({
      phase: number;
      name: string;
      state: string;
      /** RFC 3339, UTC */
      at: string;
    })[];
  })[];
  /** of predictions from the hours before the moves alone; null figures: nothing was measured */
  accuracy: {
    /** predictions that were measured in the week */
    pools: number;
    /** mean of |predicted − measured| hot-node P95 */
    meanErrorPoints: number | null;
    /** share inside the 90 % interval, 0–1 */
    withinInterval: number | null;
  };
};

export type GetSearchAnswer = {
  /** best first: what begins with the first word, then the rest */
  found: ({
    kind: "stamp" | "pool" | "registry" | "tenant";
    name: string;
    /** the region of a stamp, the stamp of a pool, the tenant of a registry; else empty */
    of: string;
    /** of a stamp or pool; else empty */
    region: string;
  })[];
  /** how many there are beyond those */
  total: number;
};

export type GetSessionAnswer = {
  actor: string | null;
  role: "ingest" | "viewer" | "operator" | "approver" | "admin" | null;
};

export type GetSignalsAnswer = {
  /** the newest first */
  signals: ({
    id: string;
    region: string;
    stamp: string;
    pool: string | null;
    kind: "outage" | "sustained_errors" | "throttling" | "low_throughput";
    severity: "low" | "medium" | "high" | "critical";
    /** RFC 3339, UTC */
    from: string;
    to: string | null;
    source: string;
    note: string;
    /** RFC 3339, UTC */
    updatedAt: string;
  })[];
  nextCursor: string | null;
};

export type GetStampsByStampContributionAnswer = {
  stamp: string;
  /** null = all pools of the stamp */
  pool: string | null;
  window: {
    /** RFC 3339, UTC */
    from: string;
    /** RFC 3339, UTC */
    to: string;
  };
  groupBy: "registry" | "tenant";
  shareOf: "requests" | "bytes";
  /** of the pool, or of the hottest one that has one */
  model: Model | null;
  models: Model[];
  /** what cannot be had, or only with doubt, and why */
  notes: Note[];
  /** by relief; ties by name */
  rows: Row[];
  /** tenants whose relief is at least dominanceShare of a pool's hot-node P95 */
  dominatedBy: ({
    tenant: string;
    pool: string;
    reliefPoints: number;
    /** relief ÷ the pool's hot-node P95 */
    share: number;
  })[];
};

export type GetStampsByStampPoolsByPoolNodesAnswer = {
  region: string;
  stamp: string;
  pool: string;
  window: {
    /** RFC 3339, UTC */
    from: string;
    /** RFC 3339, UTC */
    to: string;
  };
  /** by name; those with data in the window */
  nodes: string[];
  columns: string[];
  /** a row for each node */
  values: ((number | null)[])[];
};

export type GetStampsByStampPoolsByPoolSeriesAnswer = {
  region: string;
  stamp: string;
  pool: string;
  window: {
    /** RFC 3339, UTC */
    from: string;
    /** RFC 3339, UTC */
    to: string;
  };
  minutes: ({
    /** RFC 3339, UTC */
    ts: string;
    /** percent of a node; null = no data */
    hot: number | null;
    hottestNode: string | null;
    /** percent of a node; null = no data */
    average: number | null;
    /** nodes with data in the minute */
    nodes: number;
  })[];
};

export type GetTenantsByTenantContributionAnswer = {
  tenant: string;
  window: {
    /** RFC 3339, UTC */
    from: string;
    /** RFC 3339, UTC */
    to: string;
  };
  groupBy: "registry" | "tenant";
  shareOf: "requests" | "bytes";
  /** of the pool, or of the hottest one that has one */
  model: Model | null;
  models: Model[];
  /** what cannot be had, or only with doubt, and why */
  notes: Note[];
  /** by relief; ties by name */
  rows: Row[];
  /** all of its registries taken out together, pool by pool */
  relief: ({
    stamp: string;
    pool: string;
    hotNodeP95: number | null;
    /** points of a node; null = cannot be had, see notes */
    reliefPoints: number | null;
    /** of the pool's requests */
    requestShare: number | null;
    /** of the pool's bytes */
    byteShare: number | null;
    /** relief is at least dominanceShare of the pool's hot-node P95 */
    dominates: boolean | null;
  })[];
};

export type GetTokensAnswer = {
  /** in the order in which they were made */
  tokens: DeleteTokensByIdAnswer[];
  /** null on the last page */
  nextCursor: string | null;
};

export type Interval = {
  low: number;
  high: number;
  level: 0.9;
};

export type Label = {
  stamp: {
    label: string;
  } | {
    value: string;
  };
  pool: {
    label: string;
  } | {
    value: string;
  };
  node: {
    label: string;
    /** `n0:9100` is n0 */
    withoutPort: boolean;
  };
};

export type Left = {
  id: number;
  name: string;
  region: string;
  /** from 1 on */
  version: number;
  state: "draft" | "submitted" | "approved" | "running" | "paused" | "rolling_back" | "completed" | "rejected" | "aborted" | "rolled_back" | "superseded" | "expired";
  author: string;
  /** RFC 3339, UTC */
  savedAt: string;
  source: {
    kind: "proposal";
    id: number;
  } | {
    kind: "moves";
  } | {
    kind: "csv";
  } | {
    kind: "version";
    version: number;
  };
  content: Content;
  assessment: Assessment;
};

export type Mapping = {
  metrics: (CpuSeconds | CpuStates | Cpu | Metric)[];
  /** states in which a core does no work; all others are busy */
  idleStates: string[];
  names: {
    /** the first that matches gives the name */
    region: MappingRegion[];
    /** the first that matches gives the name */
    stamp: MappingRegion[];
    /** the first that matches gives the name */
    pool: MappingRegion[];
    /** the first that matches gives the name */
    node: MappingRegion[];
    /** the first that matches gives the name */
    registry: MappingRegion[];
  };
  /** stamps and pools that the inventory does not know are made when they are first named */
  createUnknown: boolean;
  /** where to, when no label names a region of the inventory; null: then they are refused */
  createInRegion: string | null;
};

export type MappingRegion = {
  labels: string[];
  separator: string;
  pattern: string;
  /** $1 is the first group of the pattern */
  to: string;
};

export type Measure = {
  cpu?: {
    column: number;
    scale: number;
  };
  requests?: {
    column: number;
    scale: number;
  };
  bytes?: {
    column: number;
    scale: number;
  };
  pullP95Ms?: {
    column: number;
    scale: number;
  };
  errorRate?: {
    column: number;
    scale: number;
  };
  throughputBytes?: {
    column: number;
    scale: number;
  };
};

export type Metric = {
  name: string;
  /** counter of a registry's requests or bytes */
  as: "requests" | "bytes";
  /** labels that a series must have, with these values */
  where?: {
    [name: string]: string;
  };
};

export type MinimumGainPoints = {
  key: "minimumGainPoints";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: number;
  /** why; it stands in the audit */
  reason?: string;
};

export type Model = {
  stamp: string;
  pool: string;
  /** part of the variance of node-minutes that it explains */
  r2: number;
  /** what it leaves of a node-minute, root mean square, points */
  residual: number;
  /** idle floor, mean over the nodes, percent */
  idle: number;
  idlePerNode: ({
    node: string;
    idle: number;
  })[];
  /** points of one node for a thousand requests a minute on it, pooled over registries */
  pointsPerThousandRequests: number;
  /** the same for a gigabyte a minute */
  pointsPerGigabyte: number;
  /** how far registries' own costs lie from the pooled one, relative */
  costSpread: number;
  /** percent from which a node shows less than is asked of it */
  saturationKnee: number;
  /** minutes with both load and CPU that it rests on */
  bins: number;
  /** registries whose cost was told mostly by their own load */
  registriesOfTheirOwn: number;
};

export type Move = {
  total: number;
  done: number;
  skipped: number;
};

export type Name = {
  stamp?: {
    column: number;
  } | {
    value: string;
  };
  pool?: {
    column: number;
  } | {
    value: string;
  };
  node?: {
    column: number;
  } | {
    value: string;
  };
  registry?: {
    column: number;
  } | {
    value: string;
  };
};

export type NewStamp = {
  name: string;
  kind: "shared" | "isolated";
  pools: ({
    name: string;
    kind: string;
    vcpusPerNode: number | null;
    instances: number;
  })[];
};

export type Note = {
  code: string;
  stamp: string;
  pool: string;
  /** true: relief and CPU shares are withheld; false: given, with a doubt */
  refused: boolean;
  detail: string;
};

export type ObservationHours = {
  key: "observationHours";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: {
    tail: number;
    medium: number;
    top: number;
  };
  /** why; it stands in the audit */
  reason?: string;
};

export type Outcome = {
  kind: "outcome";
  region: string;
  stamp: string;
  pool: null;
  measure: "pullP95Ms" | "errorRate";
  /** mean of the same hours a day before */
  before: number;
  /** mean of the window */
  after: number;
  /** in words, with its numbers */
  because: string;
};

export type OutcomeTrigger = {
  key: "outcomeTrigger";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: {
    worseBy: number;
    hoursShare: number;
    fewestHours: number;
  };
  /** why; it stands in the audit */
  reason?: string;
};

export type OverLimit = {
  kind: "over_limit";
  region: string;
  stamp: string;
  pool: string;
  hotNodeP95: number;
  limit: number;
  excess: number;
  /** in words, with its numbers */
  because: string;
};

export type OwnPeakPoints = {
  key: "ownPeakPoints";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: number;
  /** why; it stands in the audit */
  reason?: string;
};

export type PatchAlertRulesByIdBody = {
  name?: string;
  /** in the measure's unit; null: the pool's own limit, for hot_node_p95 and now alone */
  limit?: number | null;
  /** how long it has to last without a break before it is raised */
  forMinutes?: number;
  /** how far back from the limit it has to be to clear */
  clearMargin?: number;
  /** and for how long */
  clearMinutes?: number;
  /** empty: every region */
  region?: string;
  /** empty: every pool kind */
  poolKind?: string;
  severity?: "warning" | "critical";
  enabled?: boolean;
};

export type PatchChannelsByIdBody = {
  name?: string;
  /** write-only: it may hold a secret */
  url?: string;
  kinds?: ("alert_raised" | "alert_cleared" | "approval_wanted" | "gate_result" | "plan_finished" | "plan_paused" | "freeze")[];
  /** empty: every region */
  regions?: string[];
  quietHours?: PostChannelsBodyQuietHour | null;
  enabled?: boolean;
  /** write-only; signs what is sent */
  secret?: string;
};

export type PatchPeopleByIdAnswer = {
  id: string;
  name: string;
  email: string;
  role: "viewer" | "operator" | "approver" | "admin";
  /** null = the whole fleet */
  regions: string[] | null;
  hasSecondFactor: boolean;
  hasPassword: boolean;
  /** role and regions come from single sign-on, anew at each sign-in */
  isFromProvider: boolean;
  mustChangePassword: boolean;
  /** browsers that are signed in */
  sessions: number;
  /** RFC 3339, UTC */
  createdAt: string;
  createdBy: string;
  lastSeenAt: string | null;
  disabledAt: string | null;
};

export type PatchPeopleByIdBody = {
  name?: string;
  role?: "viewer" | "operator" | "approver" | "admin";
  /** names of the regions this person is limited to; null = the whole fleet */
  regions?: string[] | null;
  /** signed out everywhere at once, and refused from then on */
  isDisabled?: boolean;
};

export type PatchPlansByIdBody = {
  /** of the draft that was read: refused where it has changed since */
  revision: number;
  name?: string;
  /** null = the limits that are set */
  limitP95?: number | null;
  /** null = as soon as it is approved */
  startAt?: string | number | null;
  /** stamps that do not exist yet */
  newStamps?: PostPlansBodyNewStamp[];
  /** peak (default), a duration such as 12h, or from and to */
  window?: string | {
    /** RFC 3339 time with an offset, or epoch milliseconds */
    from: string | number;
    /** RFC 3339 time with an offset, or epoch milliseconds */
    to: string | number;
  };
  /** RFC 3339 time with an offset, or epoch milliseconds */
  from?: string | number;
  /** RFC 3339 time with an offset, or epoch milliseconds */
  to?: string | number;
  phases?: PostPlansBodyPhase[];
};

export type PatchPullSourcesByIdBody = {
  name?: string;
  /** write-only: where the server is, without /api/v1 */
  url?: string;
  /** write-only */
  signIn?: {
    by: "none";
  } | {
    by: "bearer";
    token: string;
  } | Basic;
  /** PromQL: one value a node and time */
  query?: string;
  labels?: Label;
  /** what makes percent of its values: 100 for shares of one */
  scale?: number;
  stepSeconds?: number;
  /** how often it is read */
  everyMinutes?: number;
  /** a value is of the step before its time, as rates are */
  coversBefore?: boolean;
  /** how old a value must be: a scrape may come late */
  delaySeconds?: number;
  /** region in which unknown stamps are made */
  createIn?: string | null;
  enabled?: boolean;
};

export type Pause = {
  by: string;
  reason: string;
  /** RFC 3339, UTC */
  at: string;
};

export type Phase = {
  name: string;
  class: "tail" | "medium" | "top";
  /** from 1 on among the phases of its class */
  batch: number;
  observationHours: number;
  /** null = as soon as it can */
  notBefore: string | null;
  shortened: {
    /** what the setting asked for */
    fromHours: number;
    /** who takes it upon them */
    approver: string;
    reason: string;
  } | null;
  /** in running order */
  moves: ({
    registry: string;
    tenant: string;
    /** its home in the snapshot */
    from: string;
    to: string;
    /** why this registry, why there */
    reason: string;
    /** why it is skipped; null = it runs */
    skipped: string | null;
  })[];
};

export type Plan = {
  id: number;
  version: number;
  name: string;
  region: string;
};

export type PlanClasses = {
  key: "planClasses";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: {
    tailShare: number;
    topShare: number;
    topAloneShare: number;
  };
  /** why; it stands in the audit */
  reason?: string;
};

export type PlanExpiryHours = {
  key: "planExpiryHours";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: number;
  /** why; it stands in the audit */
  reason?: string;
};

export type Pool = {
  stamp: string;
  pool: string;
  kind: string;
  role: "source" | "destination" | "untouched";
  limit: number;
  before: PoolBefore;
  after: After;
  excess: {
    before: number | null;
    after: number | null;
  };
  flags: ("destination_over_limit" | "destination_may_exceed_limit" | "hidden_demand" | "low_coverage" | "coverage_too_low" | "extrapolated" | "inside_noise" | "weak_model" | "no_load_data" | "planned" | "vcpus_unknown" | "arrivals_unknown")[];
  /** minute by minute from the window's beginning, null = no data; of pools that change, where asked for */
  series?: Series;
  /** while the phase's moves cut over: their load is on both ends */
  cutover: {
    /** percent of a node; null = cannot be had, see flags and notes */
    hotNodeP95: number | null;
    /** percent of a node; null = cannot be had, see flags and notes */
    max: number | null;
    /** percent of a node; null = cannot be had, see flags and notes */
    average: number | null;
    /** of hotNodeP95 */
    interval: Interval | null;
    intervals: {
      /** holds it in nine of ten cases */
      max: Interval | null;
      /** holds it in nine of ten cases */
      average: Interval | null;
    };
  };
};

export type PoolBefore = {
  /** percent of a node; null = cannot be had, see flags and notes */
  hotNodeP95: number | null;
  /** percent of a node; null = cannot be had, see flags and notes */
  max: number | null;
  /** percent of a node; null = cannot be had, see flags and notes */
  average: number | null;
};

export type PostAccountSecondFactorAnswer = {
  /** otpauth:// for the app that shows codes, as a QR code */
  uri: string;
  /** each good once, in place of a code; shown this once */
  backupCodes: string[];
};

export type PostAccountSecondFactorBackupCodesAnswer = {
  /** each good once, in place of a code; shown this once */
  backupCodes: string[];
};

export type PostAccountSecondFactorConfirmBody = {
  /** six digits of the app, or one of the backup codes */
  code: string;
};

export type PostAlertRulesAnswer = {
  id: string;
  name: string;
  measure: "hot_node_p95" | "now" | "staleness" | "coverage" | "signal";
  /** in the measure's unit; null: the pool's own limit, for hot_node_p95 and now alone */
  limit: number | null;
  /** how long it has to last without a break before it is raised */
  forMinutes: number;
  /** how far back from the limit it has to be to clear */
  clearMargin: number;
  /** and for how long */
  clearMinutes: number;
  /** empty: every region */
  region: string;
  /** empty: every pool kind */
  poolKind: string;
  severity: "warning" | "critical";
  enabled: boolean;
  /** it stands in the code: removing it only takes changes back */
  isDefault: boolean;
  /** a default that does not say what it said */
  isChanged: boolean;
  updatedAt: string | null;
  updatedBy: string | null;
};

export type PostAlertRulesBody = {
  name: string;
  measure: "hot_node_p95" | "now" | "staleness" | "coverage" | "signal";
  /** in the measure's unit; null: the pool's own limit, for hot_node_p95 and now alone */
  limit?: number | null;
  forMinutes?: number;
  /** how far back from the limit it has to be to clear */
  clearMargin?: number;
  clearMinutes?: number;
  /** empty: every region */
  region?: string;
  /** empty: every pool kind */
  poolKind?: string;
  severity?: "warning" | "critical";
  enabled?: boolean;
};

export type PostAlertsByIdAcknowledgeAnswer = {
  id: number;
  rule: string;
  ruleName: string;
  measure: "hot_node_p95" | "now" | "staleness" | "coverage" | "signal";
  severity: "warning" | "critical";
  region: string;
  stamp: string;
  /** null: the whole stamp */
  pool: string | null;
  state: "open" | "cleared";
  sentence: string;
  /** since when the condition held */
  since: string;
  /** RFC 3339, UTC */
  raisedAt: string;
  clearedAt: string | null;
  /** calm: clear of the limit; rule_off: the rule no longer asks; gone: the pool is retired */
  clearedBy: "calm" | "rule_off" | "gone" | null;
  limit: number;
  /** when it was raised, in the measure's unit */
  value: number;
  worst: number;
  /** null: no data */
  latest: number | null;
  acknowledged: {
    /** RFC 3339, UTC */
    at: string;
    by: string;
    note: string | null;
  } | null;
  /** also while `until` has passed */
  muted: {
    /** RFC 3339, UTC */
    until: string;
    by: string;
    reason: string;
  } | null;
};

export type PostAlertsByIdAcknowledgeBody = {
  /** what is being done about it */
  note?: string;
};

export type PostAlertsByIdMuteBody = {
  /** from now on; 0 ends a mute */
  minutes: number;
  reason: string;
};

export type PostAuditVerifyAnswer = {
  /** RFC 3339, UTC */
  at: string;
  isIntact: boolean;
  /** the result in words */
  sentence: string;
  /** found to be in order, from the first on */
  events: number;
  /** the last of them; 0 = none */
  lastEventId: string;
  lastHash: string;
  finding: {
    kind: "changed" | "removed" | "misplaced" | "rewritten" | "cut_off";
    /** the first event that is not what was written; of removed ones, the first that is gone */
    eventId: string;
    sentence: string;
  } | null;
  /** null = this server writes none to a file */
  anchors: {
    count: number;
    lastAt: string | null;
    lastEventId: string | null;
    unreadable: number;
    /** the line from which on the file of anchors was changed */
    brokenLine: number | null;
  } | null;
  milliseconds: number;
};

export type PostBackfillsByIdCancelAnswer = {
  id: number;
  sourceId: number;
  /** RFC 3339, UTC */
  from: string;
  /** RFC 3339, UTC */
  to: string;
  /** everything before this is in */
  position: string;
  /** of the range that is in, 0–1 */
  share: number;
  state: "running" | "complete" | "cancelled";
  accepted: number;
  duplicate: number;
  rejected: number;
  /** it is tried again */
  lastError: string | null;
  /** RFC 3339, UTC */
  createdAt: string;
  createdBy: string;
  finishedAt: string | null;
};

export type PostChannelsAnswer = {
  id: number;
  name: string;
  /** where its address leads; the rest of it is never answered */
  receiver: string;
  kinds: ("alert_raised" | "alert_cleared" | "approval_wanted" | "gate_result" | "plan_finished" | "plan_paused" | "freeze")[];
  regions: string[];
  quietHours: QuietHour | null;
  enabled: boolean;
  /** RFC 3339, UTC */
  createdAt: string;
  createdBy: string;
  waiting: number;
  /** in the last 7 days */
  givenUp: number;
  /** the newest ten first */
  deliveries: Delivery[];
  /** shown this once; null where it was given, or in a repeated answer */
  secret: string | null;
};

export type PostChannelsBody = {
  name: string;
  /** write-only: it may hold a secret */
  url: string;
  kinds?: ("alert_raised" | "alert_cleared" | "approval_wanted" | "gate_result" | "plan_finished" | "plan_paused" | "freeze")[];
  /** empty: every region */
  regions?: string[];
  quietHours?: PostChannelsBodyQuietHour | null;
  enabled?: boolean;
  /** left out: one is made, and shown this once */
  secret?: string;
};

export type PostChannelsBodyQuietHour = {
  timeZone: string;
  from: string;
  to: string;
  /** what is critical is sent all the same */
  criticalPasses?: boolean;
};

export type PostChannelsByIdTestAnswer = {
  delivered: boolean;
  delivery: Delivery;
};

export type PostDemoClockAnswer = {
  /** by the app's clock */
  now: string;
  /** of the machine's clock */
  aheadSeconds: number;
};

export type PostDemoClockBody = {
  /** later than now, at most 72 h */
  advanceTo?: string | number;
  byMinutes?: number;
};

export type PostDemoPersonAnswer = {
  actor: string;
  role: "ingest" | "viewer" | "operator" | "approver" | "admin";
};

export type PostDemoPersonBody = {
  /** whom to play */
  name: "vera" | "otto" | "ines" | "abel" | "ada";
};

export type PostImportsAnswer = {
  id: number;
  file: File;
  dryRun: boolean;
  state: "open" | "complete" | "cancelled";
  /** unpacked bytes that are in: the next part begins there */
  position: number;
  /** of the file as it is, as far as the sender has said */
  filePosition: number;
  /** the part was of one minute alone: send this much from the same position */
  wantsBytes: number | null;
  rows: number;
  counts: {
    accepted: number;
    duplicate: number;
    rejected: number;
    rounded: number;
    /** rejected, by code */
    reasons: {
      [name: string]: number;
    };
    /** named by rows and not in the inventory when they came; the first thousand */
    unknown: ({
      stamp: string;
      pool: string;
      rows: number;
    })[];
  };
  /** refusals that are kept one by one: the first 100,000 */
  problems: number;
  createIn: string | null;
  recipe: Recipe;
  /** RFC 3339, UTC */
  createdAt: string;
  createdBy: string;
  /** RFC 3339, UTC */
  updatedAt: string;
  finishedAt: string | null;
};

export type PostImportsBody = {
  file: File;
  /** the first bytes of the file, unpacked, at most 256 KiB */
  head: string;
  isWhole: boolean;
  recipe: Recipe;
  /** counts as if, and stores nothing */
  dryRun: boolean;
  /** region in which unknown stamps are made */
  createIn?: string | null;
};

export type PostImportsPreviewAnswer = {
  recipe: Recipe;
  /** what was taken for granted */
  notes: string[];
  /** what has to be said before the file can be imported */
  missing: ({
    path: string;
    message: string;
  })[];
  columns: ({
    name: string;
    /** the first few cells */
    samples: string[];
  })[];
  /** the first rows as they would be stored */
  rows: ({
    line: number;
    /** null: the row cannot be read */
    at: string | null;
    /** of a wide file the first few nodes */
    samples: ({
      /** stamp, pool, and node or registry */
      names: string[];
      values: (number | null)[];
    })[];
    problems: PostImportsPreviewAnswerProblem[];
  })[];
};

export type PostImportsPreviewAnswerProblem = {
  line: number;
  /** empty: the row as a whole */
  column: string;
  value: string;
  code: string;
  message: string;
};

export type PostImportsPreviewBody = {
  /** the first bytes of the file, unpacked, at most 256 KiB */
  head: string;
  /** the file ends where `head` does */
  isWhole: boolean;
  /** left out: it is recognised */
  recipe?: {
    kind: "cpu" | "load" | "outcome";
    delimiter: "," | ";" | "\t" | "|";
    /** 0,5 is a half */
    decimalComma: boolean;
    /** before the header */
    skipLines: number;
    /** false: columns are called 1, 2, … */
    hasHeader: boolean;
    time: Time;
    names: Name;
    measures: Measure;
    /** one column a node: `names.stamp` and `names.pool` are the same in every row */
    wide: Wide | null;
  };
  /** region in which unknown stamps would be made */
  createIn?: string | null;
};

export type PostOtlpV1MetricsAnswer = {
  /** absent where everything was taken in */
  partialSuccess?: {
    /** an int64 as OTLP's JSON writes it */
    rejectedDataPoints: string;
    errorMessage: string;
  };
};

export type PostOtlpV1MetricsAnswer2 = unknown;

export type PostOtlpV1MetricsAnswer3 = Problem;

export type PostPeopleAnswer = {
  id: string;
  name: string;
  email: string;
  role: "viewer" | "operator" | "approver" | "admin";
  /** null = the whole fleet */
  regions: string[] | null;
  hasSecondFactor: boolean;
  hasPassword: boolean;
  /** role and regions come from single sign-on, anew at each sign-in */
  isFromProvider: boolean;
  mustChangePassword: boolean;
  /** browsers that are signed in */
  sessions: number;
  /** RFC 3339, UTC */
  createdAt: string;
  createdBy: string;
  lastSeenAt: string | null;
  disabledAt: string | null;
  /** shown this once, and changed at the next sign-in; null when a repeated request is answered again */
  password: string | null;
};

export type PostPeopleBody = {
  name: string;
  /** what the audit calls this person */
  email: string;
  role: "viewer" | "operator" | "approver" | "admin";
  /** names of the regions this person is limited to; null = the whole fleet */
  regions?: string[] | null;
};

export type PostPlansAnswer = {
  id: number;
  name: string;
  region: string;
  /** of the plan */
  author: string;
  /** RFC 3339, UTC */
  createdAt: string;
  /** the one that is shown */
  version: number;
  /** of that version */
  state: "draft" | "submitted" | "approved" | "running" | "paused" | "rolling_back" | "completed" | "rejected" | "aborted" | "rolled_back" | "superseded" | "expired";
  /** of the version; each save of a draft adds 1 */
  revision: number;
  versionAuthor: string;
  /** RFC 3339, UTC */
  savedAt: string;
  savedBy: string;
  /** when its snapshot is too old to start from */
  expiresAt: string;
  /** from 1 on */
  versions: ({
    /** from 1 on */
    version: number;
    state: "draft" | "submitted" | "approved" | "running" | "paused" | "rolling_back" | "completed" | "rejected" | "aborted" | "rolled_back" | "superseded" | "expired";
    /** of the version; each save of a draft adds 1 */
    revision: number;
    author: string;
    /** RFC 3339, UTC */
    createdAt: string;
    /** RFC 3339, UTC */
    savedAt: string;
    savedBy: string;
  })[];
  /** the oldest first */
  comments: Comment[];
  content: Content;
  assessment: Assessment;
  /** null = a draft that was never submitted */
  execution: {
    /** SHA-256 of the content that was submitted */
    digest: string;
    /** RFC 3339, UTC */
    submittedAt: string;
    submittedBy: string;
    startedAt: string | null;
    finishedAt: string | null;
    waitsFor: {
      /** what it waits for, until when, and why */
      sentence: string;
      for: "person" | "time" | "data" | "freeze" | "nothing";
      until: string | null;
    };
    /** the kill switch; null = not pressed */
    frozen: {
      by: string;
      reason: string;
    } | null;
    pause: Pause | null;
    /** phases from this one on are being rolled back */
    rollbackFrom: number | null;
    /** of the plan */
    approval: Approval;
    /** the oldest first */
    approvals: PostPlansAnswerApproval[];
    /** the oldest first */
    deviations: Deviation[];
    newStamps: PostPlansAnswerNewStamp[];
    phases: ({
      /** from 1 on */
      phase: number;
      name: string;
      class: "tail" | "medium" | "top";
      state: "pending" | "approved" | "cutting_over" | "draining" | "observing" | "passed" | "failed" | "inconclusive" | "rolled_back";
      tier: "low" | "medium" | "high" | "critical";
      /** of its own; null = approved with the plan */
      approval: {
        role: "operator" | "approver";
        wanted: number;
        given: number;
      } | null;
      notBefore: string | null;
      observationHours: number;
      startedAt: string | null;
      /** its last move is bound */
      cutOverAt: string | null;
      observingSince: string | null;
      observeUntil: string | null;
      decidedAt: string | null;
      decidedBy: string | null;
      reason: string | null;
      /** as approved */
      prediction: ({
        stamp: string;
        pool: string;
        role: "source" | "destination" | "untouched";
        limit: number;
        /** percent of hot-node P95; null = cannot be had */
        after: number | null;
        /** percent of hot-node P95; null = cannot be had */
        low: number | null;
        /** percent of hot-node P95; null = cannot be had */
        high: number | null;
      })[];
      /** the last one at its start */
      reassessment: {
        /** RFC 3339, UTC */
        at: string;
        window: {
          /** RFC 3339, UTC */
          from: string;
          /** RFC 3339, UTC */
          to: string;
        };
        /** none = what was approved still holds */
        differences: ({
          stamp: string;
          pool: string;
          role: "source" | "destination" | "untouched";
          limit: number;
          /** percent of hot-node P95; null = cannot be had */
          after: number | null;
          /** percent of hot-node P95; null = cannot be had */
          low: number | null;
          /** percent of hot-node P95; null = cannot be had */
          high: number | null;
          because: "outside_interval" | "over_limit" | "unknown";
          approved: Approved | null;
        })[];
        /** of phases after this one; decided when they start */
        later: ({
          stamp: string;
          pool: string;
          role: "source" | "destination" | "untouched";
          limit: number;
          /** percent of hot-node P95; null = cannot be had */
          after: number | null;
          /** percent of hot-node P95; null = cannot be had */
          low: number | null;
          /** percent of hot-node P95; null = cannot be had */
          high: number | null;
          because: "outside_interval" | "over_limit" | "unknown";
          approved: Approved | null;
          /** from 1 on */
          phase: number;
        })[];
      } | null;
      /** what undoes it, in its order: the newest first */
      reverse: ({
        registry: string;
        from: string;
        to: string;
      })[];
      /** the newest */
      reading: Reading | null;
      moves: ({
        /** in the address of what is done to it */
        id: number;
        registry: string;
        tenant: string;
        from: string;
        to: string;
        state: "pending" | "bound" | "drained" | "verified" | "skipped" | "reverted";
        boundAt: string | null;
        drainedAt: string | null;
        verifiedAt: string | null;
        revertedAt: string | null;
        skippedReason: string | null;
        drain: {
          verdict: "waiting" | "no_data" | "not_drained" | "drained" | "not_applicable" | "said";
          /** of the load before, 0–1 */
          remaining: number | null;
          detail: string;
        } | null;
        confirmation: string | null;
        /** what a control plane was asked for last; null = it was not */
        request: {
          state: "waiting" | "sent" | "polling" | "confirmed" | "refused" | "given_up";
          /** it takes the move back */
          isBack: boolean;
          /** RFC 3339, UTC */
          askedAt: string;
          attempts: number;
          error: string | null;
        } | null;
        /** what to do now, in words; empty = nothing */
        instruction: string;
        actions: Action[];
      })[];
      actions: Action[];
    })[];
    /** on the plan */
    actions: Action[];
  } | null;
};

export type PostPlansAnswerApproval = {
  /** null = the plan */
  phase: number | null;
  actor: string;
  role: "viewer" | "operator" | "approver" | "admin" | "system";
  decision: "approve" | "reject";
  reason: string | null;
  /** RFC 3339, UTC */
  at: string;
  /** of the content that it is given for */
  digest: string;
  /** what it was given for has changed since */
  isVoid: boolean;
};

export type PostPlansAnswerNewStamp = {
  name: string;
  reference: string | null;
  createdAt: string | null;
  createdBy: string | null;
  healthyAt: string | null;
  note: string;
};

export type PostPlansBody = {
  name?: string;
  /** null = the limits that are set */
  limitP95?: number | null;
  /** null = as soon as it is approved */
  startAt?: string | number | null;
  /** stamps that do not exist yet */
  newStamps?: PostPlansBodyNewStamp[];
  /** the id of a region's proposal */
  proposal?: number;
  /** with moves and phases */
  region?: string;
  /** peak (default), a duration such as 12h, or from and to */
  window?: string | {
    /** RFC 3339 time with an offset, or epoch milliseconds */
    from: string | number;
    /** RFC 3339 time with an offset, or epoch milliseconds */
    to: string | number;
  };
  /** RFC 3339 time with an offset, or epoch milliseconds */
  from?: string | number;
  /** RFC 3339 time with an offset, or epoch milliseconds */
  to?: string | number;
  /** classes, order, phases and times follow from the rules */
  moves?: ({
    registry: string;
    /** a stamp */
    to: string;
    /** its home in the snapshot; refused where it is another */
    from?: string;
    /** not read: whose it is, is known */
    tenant?: string;
    reason?: string;
  })[];
  /** as they are to run */
  phases?: PostPlansBodyPhase[];
  /** the table that GET /api/v1/plans/{id}.csv gives; as text/csv it is the whole body */
  csv?: string;
};

export type PostPlansBodyNewStamp = {
  name: string;
  kind?: "shared" | "isolated";
  pools: ({
    name: string;
    /** defaults to the name */
    kind?: string;
    vcpusPerNode?: number | null;
    instances: number;
  })[];
};

export type PostPlansBodyPhase = {
  /** by its class, where it is left out */
  name?: string;
  /** the highest of its moves', where it is left out */
  class?: "tail" | "medium" | "top";
  /** not read: counted */
  batch?: number;
  /** as set for its class, where it is left out */
  observationHours?: number;
  notBefore?: string | number | null;
  /** who takes it upon them, and why, where the observation is shorter than set */
  shortened?: {
    /** what the setting asked for */
    fromHours?: number;
    /** who takes it upon them */
    approver: string;
    reason: string;
  } | null;
  /** in running order */
  moves: ({
    registry: string;
    /** a stamp */
    to: string;
    /** its home in the snapshot; refused where it is another */
    from?: string;
    /** not read: whose it is, is known */
    tenant?: string;
    reason?: string;
    /** why it is skipped; null = it runs */
    skipped?: string | null;
  })[];
};

export type PostPlansByIdAbortBody = {
  /** left out: the one that is on its way; another is refused where its state does not allow it */
  version?: number;
  /** why; it stands in the audit */
  reason: string;
};

export type PostPlansByIdApproveBody = {
  /** left out: the one that is on its way; another is refused where its state does not allow it */
  version?: number;
  /** why; it stands in the audit */
  reason?: string;
};

export type PostPlansByIdCommentsBody = {
  text: string;
  /** what it is about; left out: the newest */
  version?: number;
};

export type PostPlansByIdMovesByMoveAskBody = {
  /** left out: the one that is on its way; another is refused where its state does not allow it */
  version?: number;
};

export type PostPlansByIdMovesByMoveBindBody = {
  /** left out: the one that is on its way; another is refused where its state does not allow it */
  version?: number;
  /** when the home did change; default now */
  boundAt?: string | number;
  /** what proves it: a ticket, an operation of the control plane */
  confirmation?: string;
};

export type PostPlansByIdMovesByMoveRevertBody = {
  /** left out: the one that is on its way; another is refused where its state does not allow it */
  version?: number;
  /** when the home did change back; default now */
  revertedAt?: string | number;
  /** needed outside a roll-back, and under the freeze */
  reason?: string;
};

export type PostPlansByIdPhasesByNShortenBody = {
  /** left out: the one that is on its way; another is refused where its state does not allow it */
  version?: number;
  /** of observation, in place of those that were approved */
  hours: number;
  /** why; it stands in the audit */
  reason: string;
};

export type PostPlansByIdRightsizingByStampByPoolAppliedAnswer = {
  id: number;
  /** the minimum before; null = none was declared */
  from: number | null;
  to: number;
  target: number;
  /** with one update domain out */
  projectedP95: number | null;
  reference: string;
  /** RFC 3339, UTC */
  appliedAt: string;
  appliedBy: string;
  /** RFC 3339, UTC */
  verifyAt: string;
  /** verified = measured at its target, missed = over it */
  state: "applied" | "verified" | "missed";
  /** of the peak since; null = not verified yet */
  measuredP95: number | null;
  decidedAt: string | null;
  stamp: string;
  pool: string;
};

export type PostPlansByIdRightsizingByStampByPoolAppliedBody = {
  /** what changed it: a ticket, a deployment */
  reference: string;
  /** the minimum that was set; left out: the one that is recommended */
  instances?: number;
};

export type PostPlansByIdStampsByStampCreatedBody = {
  /** left out: the one that is on its way; another is refused where its state does not allow it */
  version?: number;
  /** what made it: a ticket, a deployment */
  reference: string;
};

export type PostPlansByIdSubmitBody = {
  /** why a plan of which a step makes something worse is submitted; takes an approver */
  override?: string;
};

export type PostPlansByIdVersionsBody = {
  /** a version; left out: the newest */
  from?: number;
  /** a new snapshot; left out: that of the version */
  window?: string | {
    /** RFC 3339 time with an offset, or epoch milliseconds */
    from: string | number;
    /** RFC 3339 time with an offset, or epoch milliseconds */
    to: string | number;
  };
};

export type PostProposalsAnswer = {
  id: number;
  /** incomplete: cancelled, and this is what it had */
  state: "running" | "complete" | "incomplete" | "failed";
  /** why it failed, in words */
  failure: string | null;
  /** while it runs */
  progress: {
    region: string | null;
    step: "measuring" | "judging" | "searching" | "verifying";
    round: number;
    evaluations: number;
    mostEvaluations: number;
    /** of the best that was found, points */
    excess: number | null;
    moves: number | null;
  } | null;
  /** RFC 3339, UTC */
  createdAt: string;
  createdBy: string;
  /** as it was asked, with every default */
  request: {
    [name: string]: PostOtlpV1MetricsAnswer2;
  };
  /** of a fleet's: one for each region with triggers; a plan is made from one of these */
  proposals: ({
    id: number;
    region: string;
  })[];
  /** null = the fleet: see proposals */
  region: string | null;
  /** null where regions have windows of their own */
  window: {
    /** RFC 3339, UTC */
    from: string;
    /** RFC 3339, UTC */
    to: string;
  } | null;
  /** as asked; null = the limits that are set */
  limitP95: number | null;
  triggers: (OverLimit | ContentSignal | Dominated | Outcome)[];
  phases: ({
    name: string;
    class: "tail" | "medium" | "top";
    /** from 1 on among the phases of its class */
    batch: number;
    observationHours: number;
    tier: "low" | "medium" | "high" | "critical";
    radius: {
      trafficShare: number;
      tenants: number;
      headroomPoints: number | null;
      firstOnStamp: boolean;
    };
    moves: ({
      registry: string;
      tenant: string;
      from: string;
      to: string;
      /** why this one, why there, in words with numbers */
      reason: string;
      /** of all that moves, 0–1 */
      requestShare: number | null;
      byteShare: number | null;
    })[];
  })[];
  tier: "low" | "medium" | "high" | "critical" | null;
  /** the first move that would make something worse; null = none */
  broken: {
    /** from 1 on */
    phase: number;
    registry: string;
    rule: {
      stamp: string;
      pool: string;
      value: number | null;
      bound: number;
      rule: "receives_over_limit" | "loses_but_rises";
    };
  } | null;
  newStamps: ({
    name: string;
    kind: "shared" | "isolated";
    pools: ({
      name: string;
      kind: string;
      vcpusPerNode: number | null;
      instances: number;
    })[];
  })[];
  left: ({
    registry: string;
    tenant: string;
    /** the stamp where it stays */
    from: string;
    constraint: "sick_node" | "not_asked_for" | "pinned" | "excluded" | "frozen" | "cooldown" | "no_data" | "no_destination" | "must_not_share" | "over_limit" | "minimum_gain" | "most_moves" | "not_needed" | "incomplete";
    /** in words, with the number that decides */
    reason: string;
  })[];
  /** of hot stamps: over a limit, under an open signal of high severity, or touched by a move and dominated */
  verdicts: Verdict[];
  /** pools that only lose: what those who stay there gain */
  neighbours: ({
    stamp: string;
    pool: string;
    before: number;
    after: number;
    /** that stay, and have traffic there */
    tenants: number;
  })[];
  /** points over limits, all pools */
  excess: {
    before: number;
    after: number;
    /** by the high ends of the intervals */
    afterHigh: number;
  };
  /** null until there is a result */
  simulation: {
    /** null = several */
    region: string | null;
    window: {
      /** RFC 3339, UTC */
      from: string;
      /** RFC 3339, UTC */
      to: string;
    } | null;
    /** every pool of the region after all moves, new stamps last */
    pools: AssessmentPool[];
    phases: ({
      /** that the phase touches, after it and all before it */
      pools: Pool[];
    })[];
    /** of hot stamps: over a limit, under an open signal of high severity, or touched by a move and dominated */
    verdicts: Verdict[];
    /** every pool over its limit, and how it goes on if nothing is done */
    doNothing: DoNothing[];
    /** of the pools that moves touch: what cannot be had, and why */
    notes: Note[];
  } | null;
  search: {
    seed: number;
    /** placements weighed; a search ends by their count, never by the clock */
    evaluations: number;
    milliseconds: number;
    /** false: it was cut off, and what is proposed is what it had */
    complete: boolean;
    /** points of excess that no placement can go under; null = nothing was searched */
    lowerBound: number | null;
    /** searches until the exact simulation agreed */
    rounds: number;
    /** every destination's interval ends at or under its limit, or what was measured */
    verified: boolean;
  } | null;
};

export type PostProposalsBody = {
  /** absent: the fleet, one proposal for each region with triggers */
  region?: string;
  /** peak (default), a duration such as 12h, or from and to */
  window?: string | {
    /** RFC 3339 time with an offset, or epoch milliseconds */
    from: string | number;
    /** RFC 3339 time with an offset, or epoch milliseconds */
    to: string | number;
  };
  /** for all pools; absent: the limits that are set */
  limitP95?: number;
  /** only these may move */
  tenants?: string[];
  /** beside those that registries and stamps carry themselves in the inventory */
  constraints?: {
    /** absent: as many as it takes */
    mostMoves?: number;
    /** what every move has to take off the excess, points; absent: as set */
    minimumGainPoints?: number;
    /** since a registry last moved; absent: as set */
    cooldownDays?: number;
    /** that stay where they are */
    excludeRegistries?: string[];
    /** that neither give nor take */
    excludeStamps?: string[];
    /** false: no stamp is to be made */
    newStamps?: boolean;
    /** false: a new stamp has nodes of such sizes only as the region has, however many it takes */
    largerNodes?: boolean;
    /** wishes that choose among plans of the same excess and traffic, in points of worst P95 */
    soft?: {
      /** for each stamp more that a tenant is spread over, the largest tenants apart */
      tenantSplit?: number;
      /** for all of a largest tenant's traffic on one stamp */
      largestTenantTogether?: number;
      /** how many tenants are the largest */
      largestTenants?: number;
      /** for each point over 100 with one update domain out */
      domainLoss?: number;
    };
    /** the same seed, the same plan */
    seed?: number;
    /** placements to weigh; absent: by the size of the region */
    mostEvaluations?: number;
  };
};

export type PostPullSourcesAnswer = {
  id: number;
  name: string;
  /** where its address leads; the rest of it is never answered */
  receiver: string;
  signInBy: "none" | "bearer" | "basic";
  query: string;
  labels: Label;
  scale: number;
  stepSeconds: number;
  everyMinutes: number;
  coversBefore: boolean;
  delaySeconds: number;
  createIn: string | null;
  enabled: boolean;
  /** RFC 3339, UTC */
  createdAt: string;
  createdBy: string;
  /** everything before this is in */
  readUntil: string;
  /** RFC 3339, UTC */
  nextAt: string;
  lastSuccessAt: string | null;
  /** of the last attempt; it is tried again */
  lastError: string | null;
  lastErrorAt: string | null;
  lastSeen: {
    series: number;
    nodes: number;
    /** series of a node that another series is of as well */
    twice: number;
    /** series whose labels name no node; the first twenty */
    unmatched: ({
      [name: string]: string;
    })[];
    unmatchedCount: number;
    /** pools that are not in the inventory, as stamp/pool; the first twenty */
    unknown: string[];
  } | null;
  accepted: number;
  rejected: number;
  /** the newest five */
  backfills: PostBackfillsByIdCancelAnswer[];
};

export type PostPullSourcesBody = {
  name: string;
  /** write-only: where the server is, without /api/v1 */
  url: string;
  /** write-only */
  signIn?: {
    by: "none";
  } | {
    by: "bearer";
    token: string;
  } | Basic;
  /** PromQL: one value a node and time */
  query?: string;
  labels?: {
    stamp: {
      label: string;
    } | {
      value: string;
    };
    pool: {
      label: string;
    } | {
      value: string;
    };
    node: {
      label: string;
      /** `n0:9100` is n0 */
      withoutPort: boolean;
    };
  };
  /** what makes percent of its values: 100 for shares of one */
  scale?: number;
  stepSeconds?: number;
  /** how often it is read */
  everyMinutes?: number;
  /** a value is of the step before its time, as rates are */
  coversBefore?: boolean;
  /** how old a value must be: a scrape may come late */
  delaySeconds?: number;
  /** region in which unknown stamps are made */
  createIn?: string | null;
  enabled?: boolean;
};

export type PostPullSourcesByIdBackfillsBody = {
  from: string;
  to: string;
};

export type PostPullSourcesPreviewAnswer = {
  /** why nothing was read; null = it answered */
  error: string | null;
  series: number;
  /** the first fifty */
  matched: ({
    stamp: string;
    pool: string;
    node: string;
    /** percent; null = no value now */
    cpu: number | null;
    /** the pool is in the inventory */
    isKnown: boolean;
    /** 0 to 100 */
    isInRange: boolean;
  })[];
  matchedCount: number;
  /** series whose labels name no node; the first twenty */
  unmatched: ({
    [name: string]: string;
  })[];
  unmatchedCount: number;
};

export type PostPullSourcesPreviewBody = {
  /** a source that there is */
  id?: number;
  /** write-only: where the server is, without /api/v1 */
  url?: string;
  /** write-only */
  signIn?: {
    by: "none";
  } | {
    by: "bearer";
    token: string;
  } | Basic;
  /** PromQL: one value a node and time */
  query: string;
  labels: Label;
  /** what makes percent of its values: 100 for shares of one */
  scale: number;
};

export type PostSamplesCpuAnswer = {
  accepted: number;
  /** known already when this was answered */
  duplicate: number;
  rejected: number;
  /** between 100 and 100.5 percent, stored as 100 */
  rounded: number;
  /** at most the first hundred */
  errors: ({
    index: number;
    code: string;
    message: string;
  })[];
};

export type PostSamplesCpuBody = {
  samples: ({
    /** RFC 3339 or epoch milliseconds */
    ts: string | number;
    stamp: string;
    pool: string;
    node: string;
    /** percent of the whole node, 0 to 100 */
    cpu: number;
  })[];
};

export type PostSamplesCpuPackedBody = {
  stamp: string;
  pool: string;
  /** of the first step */
  from: string | number;
  /** a divisor or a multiple of 60 */
  stepSeconds: number;
  nodes: string[];
  /** a row each, a value a step, null = no data */
  cpu: ((number | null)[])[];
};

export type PostSamplesLoadBody = {
  samples: ({
    /** RFC 3339 or epoch milliseconds */
    ts: string | number;
    stamp: string;
    pool: string;
    registry: string;
    /** of the whole minute */
    requests?: number;
    /** of the whole minute */
    bytes?: number;
  })[];
};

export type PostSamplesLoadPackedBody = {
  stamp: string;
  pool: string;
  /** of the first step */
  from: string | number;
  stepSeconds: 60;
  registries: string[];
  /** a row each, a value a step, null = no data */
  requests?: ((number | null)[])[];
  /** a row each, a value a step, null = no data */
  bytes?: ((number | null)[])[];
};

export type PostSamplesOutcomeBody = {
  samples: ({
    /** RFC 3339 or epoch milliseconds */
    ts: string | number;
    stamp: string;
    pullP95Ms?: number;
    errorRate?: number;
    throughputBytes?: number;
  })[];
};

export type PostSessionBody = {
  /** a token's secret */
  token: string;
};

export type PostSettingsPreviewAnswer = {
  /** pools in whose scope the change is */
  pools: number;
  /** those that would change their state, their limit or their side of it */
  changed: ({
    region: string;
    stamp: string;
    pool: string;
    kind: string;
    /** as it is measured now */
    hotNodeP95: number | null;
    before: PostSettingsPreviewAnswerBefore;
    after: PostSettingsPreviewAnswerBefore;
  })[];
};

export type PostSettingsPreviewAnswerBefore = {
  hotNodeP95: number | null;
  state: string;
  limit: number;
  overLimit: boolean;
};

export type PostSignInAnswer = {
  /** signed in; or what is asked for before that: a code, or another password */
  next: "done" | "second_factor" | "new_password";
  actor: string | null;
  role: "ingest" | "viewer" | "operator" | "approver" | "admin" | null;
};

export type PostSignInBody = {
  /** what the audit calls this person */
  email: string;
  password: string;
};

export type PostSignInNewPasswordBody = {
  /** what the audit calls this person */
  email: string;
  password: string;
  newPassword: string;
};

export type PostSignInOidcAnswer = {
  /** of the provider: go there */
  url: string;
};

export type PostSignInOidcBody = {
  /** an address of this app to come back to */
  next?: string;
};

export type PostSignalsBody = {
  signals: Signal[];
};

export type PostSimulationsAnswer = {
  region: string;
  window: {
    /** RFC 3339, UTC */
    from: string;
    /** RFC 3339, UTC */
    to: string;
  };
  /** every pool of the region after all moves, new stamps last */
  pools: AssessmentPool[];
  phases: ({
    /** that the phase touches, after it and all before it */
    pools: Pool[];
  })[];
  /** of hot stamps: over a limit, under an open signal of high severity, or touched by a move and dominated */
  verdicts: Verdict[];
  /** every pool over its limit, and how it goes on if nothing is done */
  doNothing: DoNothing[];
  /** of the pools that moves touch: what cannot be had, and why */
  notes: Note[];
};

export type PostSimulationsBody = {
  region: string;
  /** peak (default), a duration such as 12h, or from and to */
  window?: string | {
    /** RFC 3339 time with an offset, or epoch milliseconds */
    from: string | number;
    /** RFC 3339 time with an offset, or epoch milliseconds */
    to: string | number;
  };
  /** RFC 3339 time with an offset, or epoch milliseconds */
  from?: string | number;
  /** RFC 3339 time with an offset, or epoch milliseconds */
  to?: string | number;
  /** all at once; none: everything stays as it was measured */
  moves?: ({
    registry: string;
    /** a stamp */
    to: string;
  })[];
  /** one after the other, in place of moves */
  phases?: ({
    moves: ({
      registry: string;
      /** a stamp */
      to: string;
    })[];
  })[];
  newStamps?: PostSimulationsBodyNewStamp[];
};

export type PostSimulationsBodyNewStamp = {
  name: string;
  kind?: "shared" | "isolated";
  pools: ({
    name: string;
    /** defaults to the name */
    kind?: string;
    vcpusPerNode?: number;
    instances: number;
  })[];
};

export type PostSimulationsSuggestionsAnswer = {
  region: string;
  window: {
    /** RFC 3339, UTC */
    from: string;
    /** RFC 3339, UTC */
    to: string;
  };
  registries: string[];
  /** a stamp; null = none has room, see because */
  suggestion: string | null;
  /** in words */
  because: string;
  /** those that fit first, then by room */
  candidates: ({
    stamp: string;
    /** no pool of the region goes newly over its limit by it */
    fits: boolean;
    /** a pool of it is under its limit, but the high end of its interval is not */
    mayExceed: boolean;
    /** from hot-node P95 to the limit in its fullest pool; null = cannot be told */
    roomPoints: number | null;
    /** that pool */
    tightest: Tightest | null;
    /** pools that go over their limits by it */
    newlyOver: Tightest[];
  })[];
  /** stamps of the region that were not considered */
  leftOut: ({
    stamp: string;
    reason: string;
  })[];
};

export type PostSimulationsSuggestionsBody = {
  region: string;
  /** peak (default), a duration such as 12h, or from and to */
  window?: string | {
    /** RFC 3339 time with an offset, or epoch milliseconds */
    from: string | number;
    /** RFC 3339 time with an offset, or epoch milliseconds */
    to: string | number;
  };
  /** RFC 3339 time with an offset, or epoch milliseconds */
  from?: string | number;
  /** RFC 3339 time with an offset, or epoch milliseconds */
  to?: string | number;
  /** that are to go together */
  registries: string[];
  /** of other registries, that are made anyhow; of these ones they are left out */
  moves?: ({
    registry: string;
    /** a stamp */
    to: string;
  })[];
  /** to which those other moves go */
  newStamps?: PostSimulationsBodyNewStamp[];
};

export type PostSourcesPreviewAnswer = {
  /** of the series below */
  counts: {
    [name: string]: number;
  };
  /** label sets that arrived lately, a bounded number of each metric */
  series: ({
    endpoint: string;
    /** who sent it last */
    source: string;
    metric: string;
    labels: {
      [name: string]: string;
    };
    /** RFC 3339, UTC */
    seenAt: string;
    outcome: "taken" | "unnamed" | "unknown_stamp" | "unknown_pool" | "unknown_registry" | "left_out";
    /** what it is taken for */
    as: string | null;
    region: string | null;
    stamp: string | null;
    pool: string | null;
    node: string | null;
    registry: string | null;
    /** parts that no label names */
    missing: string[];
  })[];
};

export type PostSourcesPreviewBody = {
  mapping?: PutSourcesBodyMapping;
};

export type PostTokensAnswer = {
  id: number;
  name: string;
  role: "ingest" | "viewer" | "operator" | "approver" | "admin";
  /** null = the whole fleet */
  region: string | null;
  prefix: string;
  /** RFC 3339, UTC */
  createdAt: string;
  createdBy: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
  /** shown this once; null when a repeated request is answered again */
  secret: string | null;
};

export type PostTokensBody = {
  /** who or what will use it; the audit shows this name */
  name: string;
  role: "ingest" | "viewer" | "operator" | "approver" | "admin";
  /** all that it does is limited to it; left out: the whole fleet */
  region?: string;
  /** RFC 3339 time with an offset, or epoch milliseconds */
  expiresAt?: string | number;
};

export type Problem = {
  /** about:blank, or a word for the kind of problem */
  type: string;
  title: string;
  status: number;
  detail: string;
  /** the request: urn:request: and its id */
  instance: string;
  /** each thing that is wrong, and where */
  errors: ({
    path: string;
    message: string;
  })[];
};

export type PutAccountPasswordBody = {
  currentPassword: string;
  newPassword: string;
};

export type PutConstraintsAnswer = {
  regions: Region;
  stamps: Region;
  pools: Region;
  registries: Region;
  replicas: Region;
};

export type PutInventoryBody = {
  regions?: ({
    name: string;
    /** a new region has UTC */
    timeZone?: string;
    stamps?: ({
      name: string;
      /** a new stamp is shared */
      kind?: "shared" | "isolated";
      /** a new stamp has 5 */
      updateDomains?: number;
      cordoned?: boolean;
      inDeployment?: boolean;
      planned?: boolean;
      storage?: {
        egressGbps?: number | null;
        requestsPerSecond?: number | null;
      };
      pools?: ({
        name: string;
        /** defaults to the name */
        kind?: string;
        vcpusPerNode?: number;
        minInstances?: number;
        maxInstances?: number;
      })[];
    })[];
  })[];
  registries?: ({
    name: string;
    /** needed for a new registry */
    tenant?: string;
    replicas?: ({
      region: string;
      /** needed for a new replica */
      homeStamp?: string;
      /** when a changed homeStamp took effect; default now */
      boundAt?: string | number;
      constraints?: {
        pinned?: boolean;
        excluded?: boolean;
        freezes?: ({
          /** RFC 3339 time with an offset, or epoch milliseconds */
          from: string | number;
          /** RFC 3339 time with an offset, or epoch milliseconds */
          to: string | number;
          why?: string;
        })[];
        /** tenants */
        mustNotShareWith?: string[];
      };
    })[];
  })[];
};

export type PutRegionsByRegionRenameAnswer = {
  name: string;
};

export type PutRegionsByRegionRenameBody = {
  /** the new name; the old one goes on being understood */
  name: string;
  /** why; it stands in the audit */
  reason?: string;
};

export type PutRegionsByRegionRetireBody = {
  /** why; it stands in the audit */
  reason?: string;
};

export type PutRegistriesByRegistryMergeBody = {
  /** what takes over the name and what lives there; it must be there already */
  into: string;
  /** why; it stands in the audit */
  reason?: string;
};

export type PutSettingsBody = Thresholds | PutSettingsBodyPart | TargetMarginPoints | Window | Coverage | StaleMinutes | SickNode | OwnPeakPoints | DominanceShare | Retention | PlanClasses | BatchPoints | ObservationHours | BlastRadius | MinimumGainPoints | CooldownDays | WorkHours | Cutover | PlanExpiryHours | CriticalStartsPerHour | OutcomeTrigger | Gates | RightSizing;

export type PutSettingsBodyPart = {
  key: "limitP95";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: number;
  /** why; it stands in the audit */
  reason?: string;
};

export type PutSourcesBody = {
  mapping: PutSourcesBodyMapping;
  /** why; it stands in the audit */
  reason?: string;
};

export type PutSourcesBodyMapping = {
  metrics: (CpuSeconds | CpuStates | Cpu | Metric)[];
  /** states in which a core does no work; all others are busy */
  idleStates: string[];
  names: {
    /** the first that matches gives the name */
    region: PutSourcesBodyMappingRegion[];
    /** the first that matches gives the name */
    stamp: PutSourcesBodyMappingRegion[];
    /** the first that matches gives the name */
    pool: PutSourcesBodyMappingRegion[];
    /** the first that matches gives the name */
    node: PutSourcesBodyMappingRegion[];
    /** the first that matches gives the name */
    registry: PutSourcesBodyMappingRegion[];
  };
  /** stamps and pools that the inventory does not know are made when they are first named */
  createUnknown: boolean;
  /** where to, when no label names a region of the inventory; null: then they are refused */
  createInRegion: string | null;
};

export type PutSourcesBodyMappingRegion = {
  labels: string[];
  separator?: string;
  pattern?: string;
  /** $1 is the first group of the pattern */
  to?: string;
};

export type QuietHour = {
  timeZone: string;
  from: string;
  to: string;
  /** what is critical is sent all the same */
  criticalPasses: boolean;
};

export type Reading = {
  id: number;
  /** from 1 on */
  phase: number;
  /** RFC 3339, UTC */
  at: string;
  verdict: "pass" | "fail" | "inconclusive" | "waiting";
  /** it decided the phase */
  isFinal: boolean;
  sentence: string;
  readings: PostOtlpV1MetricsAnswer2;
};

export type Recipe = {
  kind: "cpu" | "load" | "outcome";
  delimiter: "," | ";" | "\t" | "|";
  /** 0,5 is a half */
  decimalComma: boolean;
  /** before the header */
  skipLines: number;
  /** false: columns are called 1, 2, … */
  hasHeader: boolean;
  time: Time;
  names: Name;
  measures: Measure;
  /** one column a node: `names.stamp` and `names.pool` are the same in every row */
  wide: Wide | null;
};

export type Region = {
  created: number;
  updated: number;
  unchanged: number;
  retired: number;
};

export type Retention = {
  key: "retention";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: {
    rawDays: number;
    rollupDays: number;
  };
  /** why; it stands in the audit */
  reason?: string;
};

export type RightSizing = {
  key: "rightSizing";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: {
    floorInstances: number;
    headroomInstances: number;
    observedHours: number;
    verifyHours: number;
    pricePerVcpuHour: number;
  };
  /** why; it stands in the audit */
  reason?: string;
};

export type Row = {
  rank: number;
  /** null where tenants are ranked */
  registry: string | null;
  tenant: string;
  stamp: string;
  registries: number;
  /** in the window */
  requests: number;
  /** in the window */
  bytes: number;
  requestShare: number | null;
  byteShare: number | null;
  /** of the requests in the minutes in which the pool was at its P95 or above */
  hotBinShare: number | null;
  /** of the CPU attributed to registries */
  cpuShare: number | null;
  /** the pool's hot-node P95 minus the same without it; of the stamp's pools the greatest */
  reliefPoints: number | null;
  /** the pool where that is */
  reliefPool: string | null;
  /** of requests, or bytes as asked, in rank order */
  cumulativeShare: number | null;
  /** how far its cost was told by its own load; 0 = it is the pool's */
  confidence: number | null;
  /** minutes in which it had load here without being at home here */
  unboundMinutes: number;
  pools: ({
    pool: string;
    requestShare: number | null;
    byteShare: number | null;
    hotBinShare: number | null;
    cpuShare: number | null;
    /** points of a node; null = cannot be had, see notes */
    reliefPoints: number | null;
  })[];
};

export type Series = {
  stepSeconds: 60;
  before: {
    hot: (number | null)[];
    average: (number | null)[];
  };
  after: {
    hot: (number | null)[];
    average: (number | null)[];
  };
};

export type Setting = {
  key: string;
  summary: string;
  /** by what it may differ */
  scope: "pool" | "region" | "fleet";
  default: PostOtlpV1MetricsAnswer2;
  /** what is set; the most exact scope wins */
  values: ({
    /** "" = every region */
    region: string;
    /** "" = every pool kind */
    poolKind: string;
    value: PostOtlpV1MetricsAnswer2;
    /** RFC 3339, UTC */
    updatedAt: string;
    updatedBy: string;
  })[];
};

export type SickNode = {
  key: "sickNode";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: {
    hottestShare: number;
    dropPoints: number;
  };
  /** why; it stands in the audit */
  reason?: string;
};

export type Signal = {
  stamp: string;
  /** left out: of the whole stamp */
  pool?: string | null;
  kind: "outage" | "sustained_errors" | "throttling" | "low_throughput";
  severity: "low" | "medium" | "high" | "critical";
  /** RFC 3339 time with an offset, or epoch milliseconds */
  from: string | number;
  /** null: still open; left out: open, or as it was known */
  to?: string | number | null;
  source?: string;
  note?: string;
};

export type Snapshot = {
  /** SHA-256 over who was at home where in the region */
  homesDigest: string;
  models: ({
    stamp: string;
    pool: string;
    r2: number;
    /** points */
    residual: number;
    bins: number;
  })[];
  /** of the pools that change */
  limits: ({
    stamp: string;
    pool: string;
    limitP95: number;
  })[];
};

export type Source = {
  pool: string;
  /** as measured; null for a stamp that does not exist yet */
  before: number | null;
  /** percent of hot-node P95; null = cannot be had */
  after: number | null;
  /** percent of hot-node P95; null = cannot be had */
  low: number | null;
  /** percent of hot-node P95; null = cannot be had */
  high: number | null;
};

export type StaleMinutes = {
  key: "staleMinutes";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: number;
  /** why; it stands in the audit */
  reason?: string;
};

export type TargetMarginPoints = {
  key: "targetMarginPoints";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: number;
  /** why; it stands in the audit */
  reason?: string;
};

export type Thresholds = {
  key: "thresholds";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: {
    normal: number;
    warm: number;
    hot: number;
    critical: number;
  };
  /** why; it stands in the audit */
  reason?: string;
};

export type Tightest = {
  stamp: string;
  pool: string;
  /** hot-node P95, percent: the middle of the prediction */
  after: number;
  limit: number;
};

export type Time = {
  column: number;
  form: "iso" | "epochSeconds" | "epochMilliseconds" | "epochMicroseconds" | "epochNanoseconds" | "dayFirst" | "monthFirst" | "minutes" | "rows";
  /** of `minutes` and `rows`: when minute 0, or the first row, was */
  start: string | null;
  /** of times that name no offset: ahead of UTC */
  offsetMinutes: number;
};

export type Verdict = {
  stamp: string;
  verdict: "rebalance" | "isolate" | "scale_out" | "mend_node" | "nothing";
  evidence: {
    reasons: ({
      kind: "over_limit";
      pool: string;
      excess: number;
    } | {
      kind: "signal";
      signal: string;
      severity: "low" | "medium" | "high" | "critical";
      pool: string | null;
    } | {
      kind: "dominated";
      pool: string;
      tenant: string;
      share: number;
    })[];
    /** in words */
    because: string;
    /** its hottest against its limit */
    pool: string | null;
    limit: number | null;
    /** percent of a node; null = cannot be had, see flags and notes */
    before: number | null;
    /** percent of a node; null = cannot be had, see flags and notes */
    after: number | null;
    destinationsOverLimit: ({
      stamp: string;
      pool: string;
      after: number;
    })[];
    sickNode?: {
      pool: string;
      name: string;
      excessPoints: number;
      byLoadPoints: number;
      byItselfPoints: number;
    };
    tenant?: {
      name: string;
      pool: string;
      reliefPoints: number;
      share: number;
    };
    isolation?: ({
      pool: string;
      kind: string;
      /** like the present ones; null = more than a hundred */
      nodes: number | null;
      /** percent of a node; null = cannot be had, see flags and notes */
      hotNodeP95: number | null;
      /** high end of its interval */
      hotNodeP95High: number | null;
      /** and would not be dominated by it */
      sharedStampsWithRoom: string[];
      /** cool enough, but hot by it alone */
      sharedStampsDominated: string[];
      isolatedStampsWithRoom: string[];
    })[];
    /** of the tightest kind of pool, points × nodes × vCPUs: over the limit here, free on shared stamps */
    room?: {
      kind: string;
      needed: number;
      free: number;
    };
  };
};

export type Wide = {
  stepSeconds: number;
  scale: number;
  naming: "node" | "path" | "labels";
};

export type Window = {
  key: "window";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: {
    minutes: number;
    lookBackHours: number;
    minimumCoverage: number;
  };
  /** why; it stands in the audit */
  reason?: string;
};

export type WorkHours = {
  key: "workHours";
  /** left out: every region */
  region?: string;
  /** left out: every pool kind */
  poolKind?: string;
  value: {
    firstDay: number;
    lastDay: number;
    fromHour: number;
    toHour: number;
  };
  /** why; it stands in the audit */
  reason?: string;
};
