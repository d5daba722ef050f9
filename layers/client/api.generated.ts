// Made by `npm run schemas` from the OpenAPI document; a test compares. Change the contract, not this file.

export interface paths {
    "/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Actions, newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listActions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An action: what was found, planned and done, before and after, and the verdict
         * @description Needs a key with the scope `read`.
         */
        get: operations["getAction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets an action happen that waits for a person: as it was planned, or not at all
         * @description Needs a key with the scope `act`.
         */
        post: operations["approveAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends an action that waits for a person: nothing was done
         * @description Needs a key with the scope `act`.
         */
        post: operations["rejectAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/{id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes an action back, ended or still watched, unless somebody changed the service's setting since
         * @description Needs a key with the scope `act`.
         */
        post: operations["rollbackAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where an action stands, what the guards said, and what came of it
         * @description Needs a key with the scope `read`.
         */
        get: operations["getActionStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/execute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Carries an action out by hand: through the same guards and the same workflow as a policy's
         * @description Needs a key with the scope `act`.
         */
        post: operations["executeAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Actions, newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listActionHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/recent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Actions of the last 24 hours
         * @description Needs a key with the scope `read`.
         */
        get: operations["listRecentActions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/anomalies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Episodes, newest first: open ones of level warn or page, unless asked otherwise
         * @description Needs a key with the scope `read`.
         */
        get: operations["listAnomalies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/anomalies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An episode with its samples, the expected band, the votes of the detectors, and what people said of it
         * @description Needs a key with the scope `read`.
         */
        get: operations["getAnomaly"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/anomalies/{id}/ack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says that somebody looks after an open anomaly: nobody is reminded of it, and it escalates no further
         * @description Needs a key with the scope `act`.
         */
        post: operations["ackAnomaly"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/anomalies/{id}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says whether an episode was right. The last verdict counts, and moves its series' budget
         * @description Needs a key with the scope `write`.
         */
        post: operations["giveFeedback"];
        /**
         * Takes a verdict back: the budget is as if it had never been given
         * @description Needs a key with the scope `write`.
         */
        delete: operations["takeBackFeedback"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/pagerduty": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Older spelling of POST /integrations with the type pagerduty: the same key again is the same integration
         * @description Needs a key with the scope `write`.
         */
        post: operations["createPagerdutyIntegration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes what Alertmanager's webhook posts (version 4): each alert is an anomaly of kind external
         * @description Needs a key with the scope `ingest`.
         */
        post: operations["takeAlerts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/slack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Older spelling of POST /integrations with the type slack: the same address again is the same integration
         * @description Needs a key with the scope `write`.
         */
        post: operations["createSlackWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was decided and done, by whom, and what was not done and why; newest first
         * @description Needs a key with the scope `admin`.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compares each record with what is under lock, and names what was changed, removed, inserted, reordered or cut off
         * @description Needs a key with the scope `admin`.
         */
        get: operations["verifyAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/decisions/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Makes a kept decision again from what it saw: the same, byte for byte, or where it differs
         * @description Needs a key with the scope `read`.
         */
        get: operations["replayDecision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A page to read this document and to send requests
         * @description Needs no key.
         */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What that page loads: all of it comes from here
         * @description Needs no key.
         */
        get: operations["getDocsFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judges every enabled policy now, as it is done each minute
         * @description Needs a key with the scope `write`.
         */
        post: operations["evaluateNow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forecast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a metric will do in the next hours, and whether it reaches a threshold
         * @description Needs a key with the scope `read`.
         */
        post: operations["postForecast"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How each service is now; unknown, with null figures, where no fresh value is known
         * @description Needs a key with the scope `read`.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The integrations, oldest first, without what is secret about them
         * @description Needs a key with the scope `read`.
         */
        get: operations["listIntegrations"];
        put?: never;
        /**
         * Has Slack, PagerDuty, Teams, Opsgenie, e-mail or an SNS topic told of events
         * @description Needs a key with the scope `write`.
         */
        post: operations["createIntegration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An integration, without what is secret about it
         * @description Needs a key with the scope `read`.
         */
        get: operations["getIntegration"];
        put?: never;
        post?: never;
        /**
         * Removes an integration; what still waits for it is given up
         * @description Needs a key with the scope `write`.
         */
        delete: operations["deleteIntegration"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells an example of an anomaly and at once of its end, and what was answered. A pager rings shortly
         * @description Needs a key with the scope `write`.
         */
        post: operations["testIntegration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations/slack/interactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Where Slack tells of pressed buttons: approve and reject. Signed with the Slack app's signing secret
         * @description Needs no key: the request is signed by whoever sends it.
         */
        post: operations["slackInteraction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far long work is, and what came of it
         * @description Needs a key with the scope `read`.
         */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The keys that were made here, newest first; the admin key is in Secrets Manager
         * @description Needs a key with the scope `admin`.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Makes a key and shows it once; only its hash is kept
         * @description Needs a key with the scope `admin`.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A key, by its id; not what it opens with
         * @description Needs a key with the scope `admin`.
         */
        get: operations["getKey"];
        put?: never;
        post?: never;
        /**
         * Revokes a key: the very next call with it is refused, and its connections to the stream are closed
         * @description Needs a key with the scope `admin`.
         */
        delete: operations["deleteKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives a key a new secret; the old one still opens for a while
         * @description Needs a key with the scope `admin`.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the API answers; asks nothing behind it
         * @description Needs no key.
         */
        get: operations["getLivez"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The platform's own figures, for Prometheus and whoever reads OpenMetrics
         * @description Needs a key with the scope `read`.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ml/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The isolation forest: its switch, and how far each watched service's forest is
         * @description Needs a key with the scope `read`.
         */
        get: operations["getMlStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ml/toggle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switches the isolation forest, for the whole installation; without a body it is switched over
         * @description Needs a key with the scope `write`.
         */
        post: operations["toggleMl"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who was told of what is not over, who waits, and why
         * @description Needs a key with the scope `read`.
         */
        get: operations["listNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document
         * @description Needs no key.
         */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The policies of the files and those made here, oldest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listPolicies"];
        put?: never;
        /**
         * Makes a policy; each fault is told with its place
         * @description Needs a key with the scope `write`.
         */
        post: operations["createPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A policy as it was written, and what came of it
         * @description Needs a key with the scope `read`.
         */
        get: operations["getPolicy"];
        /**
         * Replaces a policy; of one that is part of the deploy only `enabled` and `autonomy` change here
         * @description Needs a key with the scope `write`.
         */
        put: operations["replacePolicy"];
        post?: never;
        /**
         * Removes a policy that was made here
         * @description Needs a key with the scope `write`.
         */
        delete: operations["deletePolicy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies/{id}/demote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Has a policy ask a person before it acts, until a person lifts that
         * @description Needs a key with the scope `act`.
         */
        post: operations["demotePolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies/{id}/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lifts what stands against a policy: a harm that it did, or a demotion
         * @description Needs a key with the scope `act`.
         */
        post: operations["promotePolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Applies policy files as one: all of them or, where anything is wrong or somebody was faster, none
         * @description Needs a key with the scope `write`.
         */
        post: operations["applyPolicies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies/backtest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replays stored history through policies: what they would have done, and whether that was right
         * @description Needs a key with the scope `read`.
         */
        post: operations["backtestPolicies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Checks policies beside those that are there, and changes nothing: files, or one policy as POST /policies takes it
         * @description Needs a key with the scope `read`.
         */
        post: operations["validatePolicies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Breaches ahead of one service, or of all
         * @description Needs a key with the scope `read`.
         */
        get: operations["listPredict"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/predictions/{service}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Breaches ahead of one service
         * @description Needs a key with the scope `read`.
         */
        get: operations["listServicePredictions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/predictions/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Breaches ahead of all services
         * @description Needs a key with the scope `read`.
         */
        get: operations["listPredictions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rate-limit/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is left of a key's hour, by the hash or the id that the list of keys gives
         * @description Needs a key with the scope `admin`.
         */
        get: operations["getRateLimit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is watched, by name
         * @description Needs a key with the scope `read`.
         */
        get: operations["listServices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A watched service: where it runs, its metrics, what it depends on, who owns it, what was said of its episodes
         * @description Needs a key with the scope `read`.
         */
        get: operations["getService"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{name}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The history of one metric with its expected band and its episodes, for charts
         * @description Needs a key with the scope `read`.
         */
        get: operations["getServiceMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How each service is now; unknown, with null figures, where no fresh value is known
         * @description Needs a key with the scope `read`.
         */
        get: operations["getServicesHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/silences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Silences, oldest first; those that ended are kept for a week
         * @description Needs a key with the scope `read`.
         */
        get: operations["listSilences"];
        put?: never;
        /**
         * Holds notices of what matches, and repairs where asked; the stream and the API go on telling everything
         * @description Needs a key with the scope `write`.
         */
        post: operations["createSilence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/silences/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A silence
         * @description Needs a key with the scope `read`.
         */
        get: operations["getSilence"];
        put?: never;
        post?: never;
        /**
         * Ends a silence at once: what it held and still lasts is told within a minute
         * @description Needs a key with the scope `write`.
         */
        delete: operations["deleteSilence"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The engine: its kill switch, its policies, what is under way
         * @description Needs a key with the scope `read`.
         */
        get: operations["getStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stream/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the stream of events is, who listens, and what it tells
         * @description Needs a key with the scope `read`.
         */
        get: operations["getStreamStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stream/ticket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A ticket for browsers, which cannot set headers: opens one connection within a minute
         * @description Needs a key with the scope `read`.
         */
        post: operations["createStreamTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/toggle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The kill switch: while it is off nothing is changed, whatever a policy says
         * @description Needs a key with the scope `act`.
         */
        post: operations["toggleEngine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trigger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends an event to all who subscribed to it: webhooks, integrations and the stream
         * @description Needs a key with the scope `write`.
         */
        post: operations["triggerEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Whether this key is good, and for what; an unknown one is answered 401 with `valid: false`
         * @description Any valid key may call it.
         */
        post: operations["validateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The webhooks, oldest first, without their secrets
         * @description Needs a key with the scope `read`.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Registers a receiver. Its secret is in this answer and in no other
         * @description Needs a key with the scope `write`.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A webhook, without its secret
         * @description Needs a key with the scope `read`.
         */
        get: operations["getWebhook"];
        /**
         * Replaces a webhook; the secret stays unless a new one is given
         * @description Needs a key with the scope `write`.
         */
        put: operations["replaceWebhook"];
        post?: never;
        /**
         * Removes a webhook; what still waits for it is given up
         * @description Needs a key with the scope `write`.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives the dead deliveries of a webhook or an integration another day, oldest first, at most 200 a call
         * @description Needs a key with the scope `write`.
         */
        post: operations["redriveWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives a webhook a new secret, told in this answer only; the old one signs beside it for the overlap
         * @description Needs a key with the scope `write`.
         */
        post: operations["rotateWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a real signed delivery with an example of an anomaly, once, and tells what the receiver answered
         * @description Needs a key with the scope `write`.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Each delivery with each try, newest first; kept for 30 days
         * @description Needs a key with the scope `read`.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Action: {
            acted_at: components["schemas"]["Instant"] | null;
            after: {
                at: components["schemas"]["Instant"];
                metric: string;
                unit: string;
                value: number;
            } | null;
            /**
             * @description null: nobody needs to be asked
             * @default null
             */
            approval: components["schemas"]["Approval"] | null;
            attempt: number;
            /** @default null */
            baseline: components["schemas"]["Baseline"] | null;
            before: {
                at: components["schemas"]["Instant"];
                metric: string;
                unit: string;
                value: number;
            } | null;
            cause: {
                /** @enum {string} */
                direction: "up" | "down";
                /** @description the services in trouble, where the cause is that of several at once */
                failing?: components["schemas"]["ServiceName"][];
                id: string;
                /** @enum {string} */
                kind: "anomaly" | "condition" | "forecast" | "manual";
                /** @description the metric whose return to health is the proof */
                metric: string | null;
            };
            created_at: components["schemas"]["Instant"];
            ended_at: components["schemas"]["Instant"] | null;
            /** @description name of the Step Functions execution that carries it */
            execution: string | null;
            guards: components["schemas"]["GuardResult"][];
            id: string;
            /** @description id of the first action of its ladder: the owner of lock and cooldowns */
            ladder: string;
            /**
             * @description it is taken back by itself then
             * @default null
             */
            lease_until: components["schemas"]["Instant"] | null;
            parameters: {
                [key: string]: unknown;
            };
            /** @description what was there and what was to change */
            plan: {
                [key: string]: unknown;
            } | null;
            policy_id: string | null;
            policy_name: string | null;
            /** @description fresh values after the action had settled */
            readings: {
                at: components["schemas"]["Instant"];
                metric: string;
                unit: string;
                value: number;
            }[];
            reason: string;
            /**
             * @description its metric is well, whoever did that; null: not judged
             * @default null
             */
            recovered: boolean | null;
            /** @description policy:<id> or key:<id> */
            requested_by: string;
            rung: number;
            service: components["schemas"]["ServiceName"];
            settled_at: components["schemas"]["Instant"] | null;
            started_at: components["schemas"]["Instant"] | null;
            /** @enum {string} */
            status: "held" | "pending" | "started" | "awaiting_approval" | "acting" | "settling" | "succeeded" | "failed" | "rolled_back" | "escalated" | "rejected";
            timeline: {
                at: components["schemas"]["Instant"];
                what: string;
            }[];
            type: string;
            /**
             * @description null: nobody wants it taken back
             * @default null
             */
            undo: components["schemas"]["Undo"] | null;
            updated_at: components["schemas"]["Instant"];
            verdict: components["schemas"]["Verdict"] | null;
            verdict_reason: string | null;
            version: number;
        };
        ActionBrief: {
            acted_at: components["schemas"]["Instant"] | null;
            created_at: components["schemas"]["Instant"];
            id: string;
            policy_id: string | null;
            reason: string;
            service: components["schemas"]["ServiceName"];
            /** @enum {string} */
            status: "held" | "pending" | "started" | "awaiting_approval" | "acting" | "settling" | "succeeded" | "failed" | "rolled_back" | "escalated" | "rejected";
            type: string;
        };
        ActionRequest: {
            /** @description a type of action: alert, restart_container, scale … */
            action: string;
            /** @default {} */
            parameters?: {
                [key: string]: unknown;
            };
            reason: string;
            service: components["schemas"]["ServiceName"];
        };
        ActionState: {
            acted_at: components["schemas"]["Instant"] | null;
            after: {
                at: components["schemas"]["Instant"];
                metric: string;
                unit: string;
                value: number;
            } | null;
            /**
             * @description null: nobody needs to be asked
             * @default null
             */
            approval: components["schemas"]["Approval"] | null;
            before: {
                at: components["schemas"]["Instant"];
                metric: string;
                unit: string;
                value: number;
            } | null;
            created_at: components["schemas"]["Instant"];
            ended_at: components["schemas"]["Instant"] | null;
            guards: components["schemas"]["GuardResult"][];
            id: string;
            /**
             * @description it is taken back by itself then
             * @default null
             */
            lease_until: components["schemas"]["Instant"] | null;
            service: components["schemas"]["ServiceName"];
            settled_at: components["schemas"]["Instant"] | null;
            started_at: components["schemas"]["Instant"] | null;
            /** @enum {string} */
            status: "held" | "pending" | "started" | "awaiting_approval" | "acting" | "settling" | "succeeded" | "failed" | "rolled_back" | "escalated" | "rejected";
            timeline: {
                at: components["schemas"]["Instant"];
                what: string;
            }[];
            type: string;
            /**
             * @description null: nobody wants it taken back
             * @default null
             */
            undo: components["schemas"]["Undo"] | null;
            verdict: components["schemas"]["Verdict"] | null;
            verdict_reason: string | null;
        };
        AlertmanagerAlert: {
            /** @default {} */
            annotations?: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @description of a resolved one
             */
            endsAt?: string;
            /** @description tells it from every other alert */
            fingerprint: string;
            /** @default  */
            generatorURL?: string;
            labels: {
                [key: string]: string;
            };
            /** Format: date-time */
            startsAt: string;
            /** @enum {string} */
            status: "firing" | "resolved";
        };
        AlertmanagerMessage: {
            alerts: components["schemas"]["AlertmanagerAlert"][];
            /**
             * @description left out by its max_alerts
             * @default 0
             */
            truncatedAlerts?: number;
            /** @constant */
            version: "4";
        };
        Anomaly: {
            /** @description of kind external: what the other system said */
            alert?: components["schemas"]["ExternalAlert"];
            /** @description at its oddest so far, as are the votes of the detectors */
            anomaly_score: number;
            breach_probability: number | null;
            current_value: number;
            /** @description when the episode was opened by the detector */
            detected_at: components["schemas"]["Instant"];
            detectors: {
                name: string;
                score: number;
            }[];
            /** @enum {string} */
            direction: "up" | "down";
            expected_lower: number;
            expected_upper: number;
            forecast_exhaustion: components["schemas"]["Instant"] | null;
            id: string;
            incident_id: string | null;
            /** @enum {string} */
            kind: "deviation" | "predicted_breach" | "multivariate" | "external";
            level: components["schemas"]["Level"];
            metric: string;
            /** @description when it reached level page; not told of older ones and of those that never did */
            paged_at?: components["schemas"]["Instant"];
            predicted_value: number;
            recommendation: string;
            /** @description why it was closed; of a foreseen breach: withdrawn (the forecast says so no longer), passed (its time came and nothing happened), breached (it happened) */
            resolution: ("recovered" | "revised" | "silent" | "withdrawn" | "passed" | "breached") | null;
            resolved_at: components["schemas"]["Instant"] | null;
            samples_seen: number;
            service: components["schemas"]["ServiceName"];
            severity: components["schemas"]["Severity"];
            /**
             * @description null: none was told, or no one series has it
             * @default null
             */
            shape: components["schemas"]["Shape"] | null;
            /** @enum {string} */
            source: "cloudwatch" | "prometheus" | "otlp" | "remote_write" | "alertmanager" | "cloudwatch_alarm";
            /** @description the first odd sample */
            started_at: components["schemas"]["Instant"];
            /** @enum {string} */
            status: "open" | "resolved";
            /** @description = detected_at */
            timestamp: components["schemas"]["Instant"];
            /** @enum {string} */
            trend: "increasing" | "decreasing" | "stable";
            unit: string;
            updated_at: components["schemas"]["Instant"];
            /** @description rises by one with each change; stale writes are refused */
            version: number;
        };
        AnomalyDetail: {
            /** @description of kind external: what the other system said */
            alert?: components["schemas"]["ExternalAlert"];
            /** @description at its oddest so far, as are the votes of the detectors */
            anomaly_score: number;
            breach_probability: number | null;
            /** @description of its series; null: feedback on such an episode moves none */
            budget: components["schemas"]["Budget"] | null;
            current_value: number;
            /** @description when the episode was opened by the detector */
            detected_at: components["schemas"]["Instant"];
            detectors: {
                name: string;
                score: number;
            }[];
            /** @enum {string} */
            direction: "up" | "down";
            /** @description what was usual when the episode was last looked at */
            expected: {
                lower: number;
                upper: number;
                value: number;
            };
            expected_lower: number;
            expected_upper: number;
            /** @description what a person said of it; null: nobody did */
            feedback: components["schemas"]["Feedback"] | null;
            forecast_exhaustion: components["schemas"]["Instant"] | null;
            id: string;
            incident_id: string | null;
            /** @enum {string} */
            kind: "deviation" | "predicted_breach" | "multivariate" | "external";
            level: components["schemas"]["Level"];
            metric: string;
            /** @description when it reached level page; not told of older ones and of those that never did */
            paged_at?: components["schemas"]["Instant"];
            predicted_value: number;
            recommendation: string;
            /** @description why it was closed; of a foreseen breach: withdrawn (the forecast says so no longer), passed (its time came and nothing happened), breached (it happened) */
            resolution: ("recovered" | "revised" | "silent" | "withdrawn" | "passed" | "breached") | null;
            resolved_at: components["schemas"]["Instant"] | null;
            /** @description the series from before the episode until after it, oldest first */
            samples: components["schemas"]["SeriesPoint"][];
            samples_seen: number;
            service: components["schemas"]["ServiceName"];
            severity: components["schemas"]["Severity"];
            /**
             * @description null: none was told, or no one series has it
             * @default null
             */
            shape: components["schemas"]["Shape"] | null;
            /** @enum {string} */
            source: "cloudwatch" | "prometheus" | "otlp" | "remote_write" | "alertmanager" | "cloudwatch_alarm";
            /** @description the first odd sample */
            started_at: components["schemas"]["Instant"];
            /** @enum {string} */
            status: "open" | "resolved";
            /** @description = detected_at */
            timestamp: components["schemas"]["Instant"];
            /** @enum {string} */
            trend: "increasing" | "decreasing" | "stable";
            unit: string;
            updated_at: components["schemas"]["Instant"];
            /** @description rises by one with each change; stale writes are refused */
            version: number;
        };
        Approval: {
            asked_at: components["schemas"]["Instant"] | null;
            decided_at: components["schemas"]["Instant"] | null;
            decided_by: string | null;
            expires_at: components["schemas"]["Instant"] | null;
            /** @description of the plan and the state it saw: what a decision is bound to */
            hash: string | null;
            note: string | null;
            /**
             * @description whether people are paged when nobody decides in time
             * @enum {string}
             */
            on_timeout: "escalate" | "reject";
            /** @enum {string} */
            state: "needed" | "requested" | "approved" | "rejected" | "timed_out" | "stale";
            timeout_seconds: number;
            /** @description why a person is asked */
            why: string;
        };
        ApprovalDecision: {
            /** @description the action's approval.hash: a decision about another plan than the one that is asked about is refused */
            hash?: string;
            /** @description why; it is kept */
            note?: string;
        };
        AuditFinding: {
            id: string | null;
            /**
             * @description copy_…: it is the copy under lock that is not as it was written
             * @enum {string}
             */
            kind: "changed" | "removed" | "inserted" | "reordered" | "renumbered" | "cut_off" | "copy_changed" | "copy_missing" | "copy_overwritten";
            /** @description of a changed record: what is not as it was */
            members: string[];
            message: string;
            /** @description the number under which it was recorded; of what was inserted, where it stands */
            seq: number;
            /** @description the last one, where it is about several in a row; where a reordered one stands now */
            to: number | null;
        };
        AuditRecord: {
            /** @description the noun and what became of it: policy.created, action.held */
            action: string;
            /** @description who: policy:<id>, key:<id>, engine, deployment */
            actor: string;
            at: components["schemas"]["Instant"];
            /** @description what explains it, without secrets; what is large is cut */
            detail: {
                [key: string]: unknown;
            };
            /** @description SHA-256 of all the other members as canonical JSON (RFC 8785), in hexadecimal */
            hash: string;
            /** @description derived from what it tells of, so that a repeat is known: it is recorded once */
            id: string;
            /** @description the hash of the record before it; zeros before the first */
            previous: string;
            /** @description when it was chained; never before that of the record before it */
            recorded_at: components["schemas"]["Instant"];
            /** @description its number: 1, 2, 3, … without gaps */
            seq: number;
            /** @description what it was done to: service:<name>, policy:<id>, engine */
            target: string;
        };
        AuditVerification: {
            /** @description the first 200 */
            findings: components["schemas"]["AuditFinding"][];
            findings_count: number;
            /** @description the last record under lock; null: nothing was recorded yet */
            head: {
                hash: string;
                recorded_at: string;
                seq: number;
            } | null;
            intact: boolean;
            /** @description records under lock, each compared with the table */
            records: number;
            /** @description of the newest records, how many are on their way to the table */
            settling: number;
            verified_at: string;
        };
        /** @enum {string} */
        Autonomy: "observe" | "suggest" | "auto" | "earn";
        AutonomyEvidence: {
            backtest: {
                /** @description when it was replayed */
                at: components["schemas"]["Instant"];
                /** @description of those, the ones that healed by themselves before an action could have helped */
                false_positives: number;
                /** @description of those, the ones whose trouble lasted or was worth an action */
                true_positives: number;
                /** @description of the policy that was replayed */
                version: number;
            } | null;
            /** @description what the lower bound has to pass */
            bar: number;
            /** @description the harm that demoted it */
            harm: {
                action: string;
                at: components["schemas"]["Instant"];
                verdict: components["schemas"]["Verdict"];
            } | null;
            helped: number;
            /** @description outcomes that count: since the last harm, or since a person lifted it */
            judged: number;
            /** @description what is still missing, in words; empty where the record speaks for it */
            lacks: string[];
            /** @description the share of repairs that surely help, with 95 % confidence */
            lower_bound: number;
        };
        AutonomyWish: {
            /** @description only this type; every rung of the ladder when left out */
            action?: string;
            reason: string;
            /** @description only there; every service that the policy looks after when left out */
            service?: components["schemas"]["ServiceName"];
        };
        BacktestRequest: {
            /** @description a policy file as text, in any of its spellings */
            file?: string;
            /** @description ids of policies of this installation */
            policies?: string[];
            /** @description one, as POST /policies takes it */
            policy?: components["schemas"]["PolicyDocument"];
            /**
             * Format: date-time
             * @description 14 days before the end unless said
             */
            since?: string;
            /**
             * Format: date-time
             * @description now unless said
             */
            until?: string;
        };
        Baseline: {
            /** @description services that had the same trouble and were not touched */
            peers: components["schemas"]["ServiceName"][];
            /** @description the metric before the action, while its cause lasted */
            readings: {
                at: components["schemas"]["Instant"];
                metric: string;
                unit: string;
                value: number;
            }[];
        };
        Budget: {
            /** @description factor on the false episodes that the series is allowed: 1 unless feedback moved it, smaller is stricter */
            budget: number;
            false_positives: number;
            true_positives: number;
        };
        DecidedAction: {
            held_by: {
                guard: string;
                reason: string;
            }[];
            id: string;
            /** @description started, held by a guard, or taken: somebody else is at it */
            outcome: string;
            type: string;
        };
        Decision: {
            actions: components["schemas"]["DecidedAction"][];
            at: components["schemas"]["Instant"];
            /** @description one sentence: why it acts, or why nothing is done */
            because: string;
            cause_id: string | null;
            id: string;
            /** @enum {string} */
            outcome: "no" | "unknown" | "waiting" | "outdated" | "under_way" | "told" | "acts" | "held";
            policy_id: string;
            policy_name: string;
            scope: string;
            service: string;
        };
        DecisionReplay: {
            decision: components["schemas"]["Decision"];
            /** @description why it could not */
            diverged: string | null;
            /** @description what was decided, as canonical JSON */
            kept: string;
            /** @description what the replay decided; null: it could not be made again */
            replayed: string | null;
            same: boolean;
        };
        Delivery: {
            created_at: components["schemas"]["Instant"];
            due_at: components["schemas"]["Instant"] | null;
            event: string;
            event_id: string;
            id: string;
            integration_id: string | null;
            /**
             * @description when a dead one was given another day
             * @default null
             */
            redriven_at: components["schemas"]["Instant"] | null;
            /** @enum {string} */
            status: "waiting" | "delivered" | "dead";
            subject: string;
            tries: {
                at: components["schemas"]["Instant"];
                duration_ms: number;
                error: string | null;
                /** @description why there was nothing to say of this event: nobody was called */
                skipped?: string;
                /** @description the receiver's HTTP status, null when there was no answer */
                status: number | null;
            }[];
            updated_at: components["schemas"]["Instant"];
            webhook_id: string | null;
        };
        Duration: number | string;
        EngineStatus: {
            at: components["schemas"]["Instant"];
            /** @description key:<id>, or deployment when nobody has switched it yet */
            by: string;
            /** @description false: the kill switch is off and nothing is changed */
            enabled: boolean;
            /** @description when every policy was last judged; null: not yet */
            last_evaluation: components["schemas"]["Instant"] | null;
            policies: {
                enabled: number;
                total: number;
            };
            reason: string;
            /** @description claimed and not ended, newest first */
            under_way: components["schemas"]["ActionBrief"][];
        };
        Evaluation: {
            evaluated_at: components["schemas"]["Instant"];
            held: components["schemas"]["HeldAction"][];
            started: components["schemas"]["ActionBrief"][];
        };
        /** @enum {string} */
        EventName: "anomaly.detected" | "anomaly.updated" | "anomaly.acknowledged" | "anomaly.resolved" | "breach.predicted" | "incident.opened" | "incident.resolved" | "action.held" | "action.claimed" | "action.started" | "action.succeeded" | "action.failed" | "approval.requested" | "webhook.disabled" | "integration.disabled" | "test";
        ExternalAlert: {
            /** @description its labels, or the dimensions of what it watches */
            labels: {
                [key: string]: string;
            };
            /** @description the alert's or the alarm's */
            name: string;
            /** @description what to do, as an address */
            runbook: string | null;
            summary: string | null;
            /** @description where it is shown */
            url: string | null;
        };
        Fault: {
            /**
             * @description the body where nothing else is said
             * @enum {string}
             */
            in?: "body" | "query" | "path" | "header";
            message: string;
            /** @description JSON pointer into the body, the query or the path; empty: the whole of it */
            pointer: string;
        };
        Feedback: {
            anomaly_id: string;
            /** @description when the verdict was given */
            at: components["schemas"]["Instant"];
            /** @description key:<id> */
            by: string;
            /** @description when the episode was opened by the detector */
            detected_at: components["schemas"]["Instant"];
            /** @enum {string} */
            kind: "deviation" | "predicted_breach" | "multivariate" | "external";
            metric: string;
            note: string;
            service: components["schemas"]["ServiceName"];
            verdict: components["schemas"]["FeedbackVerdict"];
            version: number;
        };
        FeedbackAnswer: {
            anomaly_id: string;
            /** @description when the verdict was given */
            at: components["schemas"]["Instant"];
            /** @description what this moved, and the verdicts on this series now; null: feedback on such an episode moves no budget */
            budget: {
                /** @description factor on the false episodes that the series is allowed: 1 unless feedback moved it, smaller is stricter */
                after: number;
                /** @description factor on the false episodes that the series is allowed: 1 unless feedback moved it, smaller is stricter */
                before: number;
                false_positives: number;
                true_positives: number;
            } | null;
            /** @description key:<id> */
            by: string;
            /** @description when the episode was opened by the detector */
            detected_at: components["schemas"]["Instant"];
            /** @description the same in a sentence */
            effect: string;
            /** @enum {string} */
            kind: "deviation" | "predicted_breach" | "multivariate" | "external";
            metric: string;
            note: string;
            service: components["schemas"]["ServiceName"];
            verdict: components["schemas"]["FeedbackVerdict"];
            version: number;
        };
        FeedbackRequest: {
            /** @default  */
            note?: string;
            verdict: components["schemas"]["FeedbackVerdict"];
        };
        /** @enum {string} */
        FeedbackVerdict: "true_positive" | "false_positive";
        Forecast: {
            /** @description why there is no forecast: too little history, a constant series, … */
            abstained: string | null;
            /** @description that the threshold is reached within the time */
            breach_probability: number | null;
            /** @description when it is as likely as not to have happened */
            breach_time: components["schemas"]["Instant"] | null;
            /** @description measured: the share of held-back values of this very series inside its 90 % interval */
            confidence: number | null;
            /** @description the newest value; null where none came lately */
            current: number | null;
            /** @description how far ahead: 2h */
            forecast_horizon: string;
            /** @description the highest of the middle forecast */
            forecasted_max: number | null;
            /** @description the lowest of it */
            forecasted_min: number | null;
            /** @description the 90 % interval at the time of forecasted_max */
            interval: components["schemas"]["ForecastInterval"] | null;
            made_at: components["schemas"]["Instant"];
            /** @description null: none can forecast this honestly, and `abstained` says why */
            method: components["schemas"]["ForecastMethod"] | null;
            /** @description service and metric: orders_cpu_usage */
            metric: string;
            /** @description the middle, and what nine in ten values lie above and below of; oldest first */
            points: components["schemas"]["ForecastPoint"][];
            service: components["schemas"]["ServiceName"];
            /** @description the limit that is looked out for, in the metric's unit; null: there is none */
            threshold: number | null;
            /** @description whose limit it is: the one given, the strictest enabled policy's, forestall.yml's, the natural one */
            threshold_from: ("request" | "policy" | "configuration" | "catalogue") | null;
            unit: string;
            /** @description more likely than not within the time; null: nobody can say */
            will_breach: boolean | null;
        };
        ForecastInterval: {
            /** @constant */
            level: 0.9;
            lower: number;
            upper: number;
        };
        /** @enum {string} */
        ForecastMethod: "seasonal_naive" | "robust_seasonal" | "robust_line" | "ets" | "mstl" | "combination" | "blend" | "gated" | "prophet";
        ForecastPoint: {
            at: components["schemas"]["Instant"];
            p10: number;
            p50: number;
            p90: number;
        };
        ForecastRequest: {
            /**
             * @description whichever predicts this series best for what it costs, unless one is named
             * @enum {string}
             */
            method?: "auto" | "seasonal_naive" | "robust_seasonal" | "robust_line" | "ets" | "mstl" | "combination" | "blend" | "gated" | "prophet";
            metric: string;
            /** @description hours ahead */
            periods: number;
            service: components["schemas"]["ServiceName"];
            /** @description in the metric's unit */
            threshold?: number;
        };
        ForestEvaluation: {
            /** @description the same against rows put together of different moments, each value usual by itself */
            auc_broken: number;
            /** @description area under the ROC curve: held-back rows against copies with one metric moved by six deviations */
            auc_spikes: number;
            /** @description share of them whose score alone is rare enough for warn */
            flagged: number;
            /** @description rows that were kept from training, the newest fifth */
            held_back: number;
        };
        GuardResult: {
            /** @enum {string} */
            guard: "kill_switch" | "policy_enabled" | "namespace_owns_service" | "service_protected" | "deploying" | "maintenance_window" | "cooldown" | "budget" | "one_at_a_time" | "blast_radius" | "too_many_unhealthy" | "dependency_healthy" | "still_needed" | "autonomy" | "approval" | "consent" | "available";
            passed: boolean;
            reason: string;
        };
        Health: {
            /** @description of the newest value; when status is unknown, since when nothing is known */
            as_of: components["schemas"]["Instant"] | null;
            /** @description %; null where no fresh value is known */
            connection_pool: number | null;
            /** @description %; null where no fresh value is known */
            cpu: number | null;
            /** @description ratio; null where no fresh value is known */
            error_rate: number | null;
            /** @description ms; null where no fresh value is known */
            latency_p99: number | null;
            /** @description %; null where no fresh value is known */
            memory: number | null;
            /** @description of level warn or page */
            open_anomalies: number;
            /** @description detection has seen enough of every metric to judge it */
            ready: boolean;
            /** @description 1/s; null where no fresh value is known */
            request_rate: number | null;
            /** @description count; null where no fresh value is known */
            running_tasks: number | null;
            service: components["schemas"]["ServiceName"];
            /** @enum {string} */
            status: "healthy" | "degraded" | "unhealthy" | "unknown";
        };
        HeldAction: {
            acted_at: components["schemas"]["Instant"] | null;
            created_at: components["schemas"]["Instant"];
            id: string;
            policy_id: string | null;
            reason: string;
            service: components["schemas"]["ServiceName"];
            /** @enum {string} */
            status: "held" | "pending" | "started" | "awaiting_approval" | "acting" | "settling" | "succeeded" | "failed" | "rolled_back" | "escalated" | "rejected";
            type: string;
            why: string[];
        };
        /** Format: date-time */
        Instant: string;
        Integration: {
            /** Format: uri */
            api_url: string;
            /** @description Slack users who may decide; null: whoever sees the message */
            approvers: string[] | null;
            /**
             * @description bot: one thread a subject, edited rather than repeated
             * @enum {string}
             */
            by: "webhook" | "bot";
            channel: string | null;
            created_at: components["schemas"]["Instant"];
            disabled_reason: string | null;
            enabled: boolean;
            events: (components["schemas"]["EventName"] | "*")[];
            id: string;
            /** @description messages have buttons to approve and to reject */
            interactive: boolean;
            /**
             * Format: uri
             * @description where links in messages lead
             */
            links_to: string;
            /** @description what routes, policies and people call it */
            name: string;
            services: string[] | null;
            severities: string[] | null;
            /** @constant */
            type: "slack";
            updated_at: components["schemas"]["Instant"];
            version: number;
        } | {
            created_at: components["schemas"]["Instant"];
            disabled_reason: string | null;
            enabled: boolean;
            events: (components["schemas"]["EventName"] | "*")[];
            /** Format: uri */
            events_url: string;
            id: string;
            /**
             * Format: uri
             * @description where links in messages lead
             */
            links_to: string;
            /** @description what routes, policies and people call it */
            name: string;
            /** @description the service that was made in PagerDuty for it */
            service_url: string | null;
            services: string[] | null;
            severities: string[] | null;
            /** @constant */
            type: "pagerduty";
            updated_at: components["schemas"]["Instant"];
            version: number;
        } | {
            created_at: components["schemas"]["Instant"];
            disabled_reason: string | null;
            enabled: boolean;
            events: (components["schemas"]["EventName"] | "*")[];
            id: string;
            /**
             * Format: uri
             * @description where links in messages lead
             */
            links_to: string;
            /** @description what routes, policies and people call it */
            name: string;
            services: string[] | null;
            severities: string[] | null;
            /** @constant */
            type: "teams";
            updated_at: components["schemas"]["Instant"];
            version: number;
        } | {
            /** Format: uri */
            api_url: string;
            created_at: components["schemas"]["Instant"];
            disabled_reason: string | null;
            enabled: boolean;
            events: (components["schemas"]["EventName"] | "*")[];
            id: string;
            /**
             * Format: uri
             * @description where links in messages lead
             */
            links_to: string;
            /** @description what routes, policies and people call it */
            name: string;
            /** @description teams, by name */
            responders: string[];
            services: string[] | null;
            severities: string[] | null;
            /** @constant */
            type: "opsgenie";
            updated_at: components["schemas"]["Instant"];
            version: number;
        } | {
            created_at: components["schemas"]["Instant"];
            disabled_reason: string | null;
            enabled: boolean;
            events: (components["schemas"]["EventName"] | "*")[];
            from: string;
            id: string;
            /**
             * Format: uri
             * @description where links in messages lead
             */
            links_to: string;
            /** @description what routes, policies and people call it */
            name: string;
            services: string[] | null;
            severities: string[] | null;
            to: string[];
            /** @constant */
            type: "email";
            updated_at: components["schemas"]["Instant"];
            version: number;
        } | {
            created_at: components["schemas"]["Instant"];
            disabled_reason: string | null;
            enabled: boolean;
            events: (components["schemas"]["EventName"] | "*")[];
            id: string;
            /**
             * Format: uri
             * @description where links in messages lead
             */
            links_to: string;
            /** @description what routes, policies and people call it */
            name: string;
            services: string[] | null;
            severities: string[] | null;
            topic_arn: string;
            /** @constant */
            type: "sns";
            updated_at: components["schemas"]["Instant"];
            version: number;
        };
        IntegrationRequest: ({
            /** @description another address of Slack's Web API, e.g. https://slack-gov.com/api */
            api_url?: string;
            approvers?: string[];
            /** @description xoxb-…, with chat:write: one thread a subject, edited rather than repeated */
            bot_token?: string;
            /** @description #name or id; an incoming webhook has its own */
            channel?: string;
            /** @default true */
            enabled?: boolean;
            /** @description what people of this kind of channel want, without */
            events?: (components["schemas"]["EventName"] | "*")[];
            /** @description where links in messages lead; the address that this call went to, without */
            links_to?: string;
            /** @description what routes and policies call it; its type where nothing is said */
            name?: string;
            /** @description only events of these; all when left out */
            services?: components["schemas"]["ServiceName"][] | null;
            /** @description only anomalies of these; all when left out */
            severities?: components["schemas"]["Severity"][] | null;
            /** @description the Slack app's: messages get buttons to approve and reject (needs the scope act), its interactivity's address is /integrations/slack/interactions */
            signing_secret?: string;
            /** @constant */
            type: "slack";
            /** @description an incoming webhook's address: each event is a message */
            webhook_url?: string;
        } & (unknown | unknown)) | ({
            /** @description of the REST API: used once, to make a service with an integration; not kept */
            api_key?: string;
            /** @description another address of PagerDuty's APIs, e.g. of a proxy */
            api_url?: string;
            /** @default true */
            enabled?: boolean;
            /** @description by its name or id */
            escalation_policy?: string;
            /** @description what people of this kind of channel want, without */
            events?: (components["schemas"]["EventName"] | "*")[];
            /** @description where links in messages lead; the address that this call went to, without */
            links_to?: string;
            /** @description what routes and policies call it; its type where nothing is said */
            name?: string;
            /**
             * @description where the account is
             * @default us
             * @enum {string}
             */
            region?: "us" | "eu";
            routing_key?: string;
            /** @description only events of these; all when left out */
            services?: components["schemas"]["ServiceName"][] | null;
            /** @description only anomalies of these; all when left out */
            severities?: components["schemas"]["Severity"][] | null;
            /** @constant */
            type: "pagerduty";
        } & (unknown | unknown)) | {
            /** @default true */
            enabled?: boolean;
            /** @description what people of this kind of channel want, without */
            events?: (components["schemas"]["EventName"] | "*")[];
            /** @description where links in messages lead; the address that this call went to, without */
            links_to?: string;
            /** @description what routes and policies call it; its type where nothing is said */
            name?: string;
            /** @description only events of these; all when left out */
            services?: components["schemas"]["ServiceName"][] | null;
            /** @description only anomalies of these; all when left out */
            severities?: components["schemas"]["Severity"][] | null;
            /** @constant */
            type: "teams";
            /** @description of a workflow that begins when a Teams webhook request is received */
            webhook_url: string;
        } | {
            /** @description of an API integration */
            api_key: string;
            /** @description another address of Opsgenie's API */
            api_url?: string;
            /** @default true */
            enabled?: boolean;
            /** @description what people of this kind of channel want, without */
            events?: (components["schemas"]["EventName"] | "*")[];
            /** @description where links in messages lead; the address that this call went to, without */
            links_to?: string;
            /** @description what routes and policies call it; its type where nothing is said */
            name?: string;
            /**
             * @description where the account is
             * @default us
             * @enum {string}
             */
            region?: "us" | "eu";
            /**
             * @description teams, by name
             * @default []
             */
            responders?: string[];
            /** @description only events of these; all when left out */
            services?: components["schemas"]["ServiceName"][] | null;
            /** @description only anomalies of these; all when left out */
            severities?: components["schemas"]["Severity"][] | null;
            /** @constant */
            type: "opsgenie";
        } | {
            /** @default true */
            enabled?: boolean;
            /** @description what people of this kind of channel want, without */
            events?: (components["schemas"]["EventName"] | "*")[];
            /** @description an identity that SES has verified */
            from: string & (unknown & unknown);
            /** @description where links in messages lead; the address that this call went to, without */
            links_to?: string;
            /** @description what routes and policies call it; its type where nothing is said */
            name?: string;
            /** @description only events of these; all when left out */
            services?: components["schemas"]["ServiceName"][] | null;
            /** @description only anomalies of these; all when left out */
            severities?: components["schemas"]["Severity"][] | null;
            to: (string & (unknown & unknown))[];
            /** @constant */
            type: "email";
        } | {
            /** @default true */
            enabled?: boolean;
            /** @description what people of this kind of channel want, without */
            events?: (components["schemas"]["EventName"] | "*")[];
            /** @description where links in messages lead; the address that this call went to, without */
            links_to?: string;
            /** @description what routes and policies call it; its type where nothing is said */
            name?: string;
            /** @description only events of these; all when left out */
            services?: components["schemas"]["ServiceName"][] | null;
            /** @description only anomalies of these; all when left out */
            severities?: components["schemas"]["Severity"][] | null;
            /** @description a topic of this account that carries the tag forestall:notify = true */
            topic_arn: string;
            /** @constant */
            type: "sns";
        };
        Job: {
            created_at: components["schemas"]["Instant"];
            id: string;
            kind: string;
            problem: {
                [key: string]: unknown;
            } | null;
            progress: number;
            result: unknown | null;
            /** @enum {string} */
            status: "queued" | "running" | "succeeded" | "failed";
            updated_at: components["schemas"]["Instant"];
        };
        Key: {
            created_at: components["schemas"]["Instant"];
            description: string;
            expires_at: components["schemas"]["Instant"] | null;
            /** @description SHA-256 of the secret, hex */
            hash: string;
            id: string;
            last_used_at: components["schemas"]["Instant"] | null;
            name: string;
            namespaces: string[] | null;
            /** @description until when the secret before the last rotation still opens */
            previous_until: components["schemas"]["Instant"] | null;
            /** @description calls an hour */
            rate_limit: number;
            scopes: components["schemas"]["Scope"][];
            /**
             * @description one more with each rotation
             * @default 1
             */
            version: number;
        };
        KeyRate: {
            key_id: string;
            limit: number;
            name: string;
            remaining: number;
            reset_at: components["schemas"]["Instant"];
        };
        KeyRequest: {
            /** @default  */
            description?: string;
            /** @default null */
            expires_at?: string | null;
            name: string;
            /**
             * @description it sees all and changes only what is theirs; null: no such limit
             * @default null
             */
            namespaces?: string[] | null;
            /**
             * @description calls an hour
             * @default 1000
             */
            rate_limit?: number;
            scopes: components["schemas"]["Scope"][];
        };
        KeyRotation: {
            /**
             * @description how long the old secret still opens; 0 ends it now
             * @default 24h
             */
            overlap?: components["schemas"]["Duration"];
        };
        KeyValidity: {
            name: string;
            rate_limit: components["schemas"]["RateLeft"];
            scopes: components["schemas"]["Scope"][];
            /** @constant */
            valid: true;
        };
        /** @enum {string} */
        Level: "sensitive" | "warn" | "page";
        Liveness: {
            /** @constant */
            status: "ok";
        };
        Matcher: {
            /**
             * @description false: it matches what is not like the value
             * @default true
             */
            is_equal: boolean;
            /**
             * @description namespace: the owner of the service; action: the type of an action
             * @enum {string}
             */
            name: "service" | "namespace" | "severity" | "metric" | "event" | "action";
            /** @description `*` stands for any text: `orders-*` */
            value: string;
        };
        MatcherInput: {
            /**
             * @description false: it matches what is not like the value
             * @default true
             */
            is_equal?: boolean;
            /**
             * @description namespace: the owner of the service; action: the type of an action
             * @enum {string}
             */
            name: "service" | "namespace" | "severity" | "metric" | "event" | "action";
            /** @description `*` stands for any text: `orders-*` */
            value: string;
        };
        MetricHistory: {
            /** @description episodes of this series that touch this time, newest first */
            anomalies: components["schemas"]["Anomaly"][];
            /** @description what is usual now; null where nothing is known of the series now */
            expected: {
                as_of: components["schemas"]["Instant"];
                lower: number;
                upper: number;
                value: number;
            } | null;
            /** @description what the last scheduled forecast says of the next hours; null where it is old or there is none */
            forecast: {
                made_at: components["schemas"]["Instant"];
                method: string;
                points: components["schemas"]["ForecastPoint"][];
            } | null;
            metric: string;
            /** @description oldest first */
            points: components["schemas"]["SeriesPoint"][];
            service: components["schemas"]["ServiceName"];
            since: components["schemas"]["Instant"];
            /** @description seconds that a point stands for */
            step: number;
            unit: string;
            until: components["schemas"]["Instant"];
        };
        MlStatus: {
            /** @description when it was switched; null while nobody has */
            at: components["schemas"]["Instant"] | null;
            /** @description key:<id>, or deployment while nobody has switched it */
            by: string;
            /** @description whether the isolation forest takes part in detection */
            enabled: boolean;
            /**
             * @description points in time from which on a forest is ready
             * @constant
             */
            samples_needed: 50;
            services: components["schemas"]["ServiceForest"][];
        };
        MlToggle: {
            enabled?: boolean;
        };
        MlToggled: {
            /** @description when it was switched; null while nobody has */
            at: components["schemas"]["Instant"] | null;
            /** @description key:<id>, or deployment while nobody has switched it */
            by: string;
            /** @description whether the isolation forest takes part in detection */
            enabled: boolean;
        };
        NewKey: {
            created_at: components["schemas"]["Instant"];
            description: string;
            expires_at: components["schemas"]["Instant"] | null;
            /** @description SHA-256 of the secret, hex */
            hash: string;
            id: string;
            /** @description the key itself: shown this once */
            key: string;
            last_used_at: components["schemas"]["Instant"] | null;
            name: string;
            namespaces: string[] | null;
            /** @description until when the secret before the last rotation still opens */
            previous_until: components["schemas"]["Instant"] | null;
            /** @description calls an hour */
            rate_limit: number;
            scopes: components["schemas"]["Scope"][];
            /**
             * @description one more with each rotation
             * @default 1
             */
            version: number;
        };
        Notice: {
            acknowledged_by: string | null;
            /** @description null: they were told */
            because: components["schemas"]["NotToldBecause"] | null;
            /** @description the same in words */
            detail: string | null;
            /** @description what they were told last, or would be */
            event: components["schemas"]["EventName"];
            /** @description the subject whose notice spoke for this one, or which it waits with */
            lead: string | null;
            /** @description when they were told that it opened */
            opened_at: components["schemas"]["Instant"] | null;
            /** @description how often they were reminded */
            repeats: number;
            service: string | null;
            /** @description the gravest that they were told of it, or would be */
            severity: string | null;
            /** @enum {string} */
            state: "told" | "held" | "grouped";
            subject: string;
            subscriber_id: string;
            /** @description when they were told last */
            told_at: components["schemas"]["Instant"] | null;
            updated_at: components["schemas"]["Instant"];
        };
        /** @enum {string} */
        NotToldBecause: "silenced" | "inhibited" | "quiet_hours" | "grouped" | "repeated" | "not_routed" | "not_opened" | "over";
        PagerdutyRequest: {
            /** @description of the REST API: used once, to make a service with an integration; not kept */
            api_key?: string;
            /** @description another address of PagerDuty's APIs, e.g. of a proxy */
            api_url?: string;
            /** @description by its name or id */
            escalation_policy?: string;
            /**
             * @description where the account is
             * @default us
             * @enum {string}
             */
            region?: "us" | "eu";
            routing_key?: string;
        } & (unknown | unknown);
        Policy: {
            action?: components["schemas"]["WrittenAction"];
            actions?: components["schemas"]["WrittenAction"][];
            autonomy: components["schemas"]["Autonomy"];
            condition?: string;
            cooldown?: components["schemas"]["Duration"];
            created_at: components["schemas"]["Instant"];
            description?: string;
            /** @description with autonomy: earn; the share of repairs that must surely have helped before it acts by itself */
            earn?: {
                bar?: string | number;
            };
            enabled: boolean;
            /** @description of an applied tree: the file that declares it */
            file: string | null;
            for?: components["schemas"]["Duration"];
            guards?: {
                approval?: {
                    above: string;
                    /** @enum {string} */
                    on_timeout?: "escalate" | "reject";
                    timeout?: components["schemas"]["Duration"];
                };
                blast_radius?: string | number;
                cooldown?: components["schemas"]["Duration"];
                max_per_hour?: number;
                windows?: {
                    allow?: string[];
                    deny?: string[];
                };
            };
            id: string;
            name: string;
            namespace: string | null;
            notification: string | null;
            on_failure?: components["schemas"]["WrittenAction"][];
            parameters?: {
                [key: string]: unknown;
            };
            record: components["schemas"]["PolicyRecord"];
            service: components["schemas"]["ServiceName"] | null;
            /**
             * @description a policy of a file is part of the deploy
             * @enum {string}
             */
            source: "file" | "api";
            trigger?: {
                threshold: number;
                time_window: components["schemas"]["Duration"];
                /** @constant */
                type: "multi_service_failure";
            };
            updated_at: components["schemas"]["Instant"];
            verify?: {
                expect?: string;
                metric?: string;
                within?: components["schemas"]["Duration"];
            };
            version: number;
            when?: string;
        } & {
            [key: string]: unknown;
        };
        PolicyAutonomy: {
            policy_id: string;
            targets: {
                evidence: components["schemas"]["AutonomyEvidence"];
                /**
                 * @description what it may do now
                 * @enum {string}
                 */
                level: "observe" | "suggest" | "auto";
                reason: string;
                service: components["schemas"]["ServiceName"];
                type: string;
            }[];
        };
        PolicyChange: {
            /** @enum {string} */
            change: "create" | "update" | "remove" | "none";
            /** @description it is part of the deploy, which says the same */
            deployed: boolean;
            differences: {
                after: unknown;
                before: unknown;
                member: string;
            }[];
            file: string | null;
            id: string;
            /** @description switched through the API, and the file says nothing of it */
            kept: ("enabled" | "autonomy")[];
            line: number | null;
            name: string;
            namespace: string | null;
        };
        PolicyDocument: {
            action?: components["schemas"]["WrittenAction"];
            actions?: components["schemas"]["WrittenAction"][];
            autonomy?: components["schemas"]["Autonomy"];
            condition?: string;
            cooldown?: components["schemas"]["Duration"];
            description?: string;
            /** @description with autonomy: earn; the share of repairs that must surely have helped before it acts by itself */
            earn?: {
                bar?: string | number;
            };
            enabled?: boolean;
            for?: components["schemas"]["Duration"];
            guards?: {
                approval?: {
                    above: string;
                    /** @enum {string} */
                    on_timeout?: "escalate" | "reject";
                    timeout?: components["schemas"]["Duration"];
                };
                blast_radius?: string | number;
                cooldown?: components["schemas"]["Duration"];
                max_per_hour?: number;
                windows?: {
                    allow?: string[];
                    deny?: string[];
                };
            };
            name?: string;
            namespace?: string;
            notification?: string;
            on_failure?: components["schemas"]["WrittenAction"][];
            parameters?: {
                [key: string]: unknown;
            };
            service?: components["schemas"]["ServiceName"];
            trigger?: {
                threshold: number;
                time_window: components["schemas"]["Duration"];
                /** @constant */
                type: "multi_service_failure";
            };
            verify?: {
                expect?: string;
                metric?: string;
                within?: components["schemas"]["Duration"];
            };
            when?: string;
        };
        PolicyFiles: {
            /** @description the text of each file by its path */
            files: {
                [key: string]: string;
            };
        };
        PolicyFinding: {
            column: number;
            file: string;
            line: number;
            /** @description why, and what would be right */
            message: string;
            /**
             * @description `written`: what is there cannot be so; `place`: it does not fit what is around it
             * @enum {string}
             */
            rule: "written" | "place" | "never_fires" | "always_fires" | "acts_everywhere" | "verify_contradicts" | "shadowed" | "conflict" | "loop" | "no_undo";
        };
        PolicyRecord: {
            alerts: number;
            /** @description kept back by a guard and not carried out since */
            held: number;
            helped: number;
            inconclusive: number;
            last_action_at: components["schemas"]["Instant"] | null;
            no_effect: number;
            worse: number;
        };
        PolicyReplacement: {
            action?: components["schemas"]["WrittenAction"];
            actions?: components["schemas"]["WrittenAction"][];
            autonomy?: components["schemas"]["Autonomy"];
            condition?: string;
            cooldown?: components["schemas"]["Duration"];
            created_at?: unknown;
            description?: string;
            /** @description with autonomy: earn; the share of repairs that must surely have helped before it acts by itself */
            earn?: {
                bar?: string | number;
            };
            enabled?: boolean;
            file?: unknown;
            for?: components["schemas"]["Duration"];
            guards?: {
                approval?: {
                    above: string;
                    /** @enum {string} */
                    on_timeout?: "escalate" | "reject";
                    timeout?: components["schemas"]["Duration"];
                };
                blast_radius?: string | number;
                cooldown?: components["schemas"]["Duration"];
                max_per_hour?: number;
                windows?: {
                    allow?: string[];
                    deny?: string[];
                };
            };
            id?: unknown;
            name?: string;
            namespace?: string | null;
            notification?: string | null;
            on_failure?: components["schemas"]["WrittenAction"][];
            parameters?: {
                [key: string]: unknown;
            };
            record?: unknown;
            service?: components["schemas"]["ServiceName"] | null;
            source?: unknown;
            trigger?: {
                threshold: number;
                time_window: components["schemas"]["Duration"];
                /** @constant */
                type: "multi_service_failure";
            };
            updated_at?: unknown;
            verify?: {
                expect?: string;
                metric?: string;
                within?: components["schemas"]["Duration"];
            };
            version?: unknown;
            when?: string;
        };
        Prediction: {
            /** @description why there is no forecast: too little history, a constant series, … */
            abstained: string | null;
            /** @description the episode of the foreseen breach that was told */
            anomaly_id: string | null;
            /** @description that the threshold is reached within the time */
            breach_probability: number | null;
            /** @description when it is as likely as not to have happened */
            breach_time: components["schemas"]["Instant"] | null;
            /** @description measured: the share of held-back values of this very series inside its 90 % interval */
            confidence: number | null;
            /** @description the newest value; null where none came lately */
            current: number | null;
            /** @description how far ahead: 2h */
            forecast_horizon: string;
            /** @description the highest of the middle forecast */
            forecasted_max: number | null;
            /** @description the lowest of it */
            forecasted_min: number | null;
            made_at: components["schemas"]["Instant"];
            /** @description null: none can forecast this honestly, and `abstained` says why */
            method: components["schemas"]["ForecastMethod"] | null;
            /** @description service and metric: orders_cpu_usage */
            metric: string;
            service: components["schemas"]["ServiceName"];
            /** @description the limit that is looked out for, in the metric's unit; null: there is none */
            threshold: number | null;
            /** @description whose limit it is: the one given, the strictest enabled policy's, forestall.yml's, the natural one */
            threshold_from: ("request" | "policy" | "configuration" | "catalogue") | null;
            unit: string;
            /** @description more likely than not within the time; null: nobody can say */
            will_breach: boolean | null;
        };
        Problem: {
            detail: string;
            errors?: components["schemas"]["Fault"][];
            /** @description the path that was asked for */
            instance: string;
            /** @description finds this request in the log */
            request_id: string;
            status: number;
            title: string;
            /** @description about:blank: the status says all there is to say */
            type: string;
        } & {
            [key: string]: unknown;
        };
        /** @description calls an hour, how many of them are left, and when it begins anew */
        RateLeft: {
            limit: number;
            remaining: number;
            reset_at: components["schemas"]["Instant"];
        };
        Redrive: {
            /**
             * Format: date-time
             * @description only what was made since then
             */
            since?: string;
        };
        Rollback: {
            reason: string;
        };
        /** @enum {string} */
        Scope: "read" | "write" | "act" | "ingest" | "admin";
        SecretRotation: {
            /**
             * @description how long both sign; 0 ends the old one now. A rotation within it ends the older of them
             * @default 24h
             */
            overlap?: components["schemas"]["Duration"];
            /** @description any text: its bytes sign; behind `whsec_` base64. Never shown again */
            secret?: string;
        };
        SeriesPoint: {
            at: components["schemas"]["Instant"];
            value: number;
        };
        Service: {
            depends_on: components["schemas"]["ServiceName"][];
            /** @enum {string} */
            discovered_by: "tag" | "name" | "configuration";
            /** @description carries the tag forestall:act */
            may_act: boolean;
            metrics: {
                dimensions?: {
                    [key: string]: string;
                };
                /** @description our name, from the catalogue */
                metric: string;
                /** @description the source's own name */
                name: string;
                namespace?: string;
                /** @description the source value times this is ours */
                scale?: number;
                /** @enum {string} */
                source: "cloudwatch" | "prometheus" | "otlp" | "remote_write";
                /** @description CloudWatch statistic, e.g. Average, Sum, p99 */
                statistic?: string;
            }[];
            name: components["schemas"]["ServiceName"];
            /** @description the namespace that owns it */
            owner: string | null;
            protected: boolean;
            /** @description seconds between points asked for */
            resolution: number;
            updated_at: components["schemas"]["Instant"];
            workload: {
                cluster: string;
                /** @constant */
                platform: "ecs";
                service: string;
            } | {
                cluster: string;
                deployment: string;
                namespace: string;
                /** @constant */
                platform: "eks";
            } | {
                /** @constant */
                platform: "external";
            };
        };
        ServiceDetail: {
            depends_on: components["schemas"]["ServiceName"][];
            /** @enum {string} */
            discovered_by: "tag" | "name" | "configuration";
            feedback: components["schemas"]["ServiceFeedback"];
            /** @description carries the tag forestall:act */
            may_act: boolean;
            metrics: {
                dimensions?: {
                    [key: string]: string;
                };
                /** @description our name, from the catalogue */
                metric: string;
                /** @description the source's own name */
                name: string;
                namespace?: string;
                /** @description the source value times this is ours */
                scale?: number;
                /** @enum {string} */
                source: "cloudwatch" | "prometheus" | "otlp" | "remote_write";
                /** @description CloudWatch statistic, e.g. Average, Sum, p99 */
                statistic?: string;
            }[];
            name: components["schemas"]["ServiceName"];
            /** @description the namespace that owns it */
            owner: string | null;
            protected: boolean;
            /** @description seconds between points asked for */
            resolution: number;
            updated_at: components["schemas"]["Instant"];
            workload: {
                cluster: string;
                /** @constant */
                platform: "ecs";
                service: string;
            } | {
                cluster: string;
                deployment: string;
                namespace: string;
                /** @constant */
                platform: "eks";
            } | {
                /** @constant */
                platform: "external";
            };
        };
        ServiceFeedback: {
            /** @description of the metrics whose budget feedback moved */
            budgets: {
                /** @description factor on the false episodes that the series is allowed: 1 unless feedback moved it, smaller is stricter */
                budget: number;
                false_positives: number;
                /** @description multivariate: all metrics together */
                metric: string;
                true_positives: number;
            }[];
            /** @description of the episodes that were judged; null: none was */
            false_positive_share: number | null;
            false_positives: number;
            true_positives: number;
        };
        ServiceForest: {
            /** @description null: too little was known to hold anything back */
            evaluation: components["schemas"]["ForestEvaluation"] | null;
            /** @description whose residuals it looks at */
            metrics: string[];
            /** @description rises by one with each training */
            model_version: number | null;
            /** @description while the forest is switched on, this one takes part */
            ready: boolean;
            /** @description points in time that the last training found */
            samples: number;
            service: string;
            trained_at: components["schemas"]["Instant"] | null;
        };
        ServiceName: string;
        /** @enum {string} */
        Severity: "low" | "medium" | "high" | "critical";
        /** @enum {string} */
        Shape: "spike" | "level_shift" | "drift" | "dropout" | "flatline" | "variance_change";
        SilenceNow: {
            created_at: components["schemas"]["Instant"];
            created_by: string;
            /** @description from then on it holds nothing, without anybody doing anything */
            ends_at: components["schemas"]["Instant"];
            hold_actions: boolean;
            id: string;
            matchers: components["schemas"]["Matcher"][];
            reason: string;
            starts_at: components["schemas"]["Instant"];
            /** @enum {string} */
            state: "pending" | "active" | "expired";
            /** @description 1: a silence is ended, and not changed */
            version: number;
        };
        SilenceRequest: {
            /**
             * Format: date-time
             * @description it holds nothing from then on, without anybody doing anything
             */
            ends_at: string;
            /**
             * @description nothing is repaired there by itself either: an ad hoc maintenance window
             * @default false
             */
            hold_actions?: boolean;
            /** @description all have to hold */
            matchers: components["schemas"]["MatcherInput"][];
            reason: string;
            /**
             * Format: date-time
             * @description now when left out
             */
            starts_at?: string;
        };
        SlackWebhookRequest: {
            /** @description #name or id; an incoming webhook has its own */
            channel?: string;
            webhook_url: string;
        };
        StreamStatus: {
            active_connections: number;
            supported_events: string[];
            /** @description connect here with X-API-Key, or with ?ticket= */
            websocket_url: string;
        };
        TakenAlert: {
            /** @description null: it ended before anybody told that it fires */
            anomaly_id: string | null;
            fingerprint: string;
            /**
             * @description unchanged: it was known, or older than what is known
             * @enum {string}
             */
            outcome: "opened" | "updated" | "resolved" | "unchanged";
        };
        TakenAlerts: {
            /** @description those that were taken, in the order in which they were sent */
            alerts: components["schemas"]["TakenAlert"][];
            count: number;
            /** @description why the others were not */
            faults: components["schemas"]["Fault"][];
        };
        Toggle: {
            enabled: boolean;
            reason: string;
        };
        Toggled: {
            at: components["schemas"]["Instant"];
            /** @description key:<id>, or deployment when nobody has switched it yet */
            by: string;
            /** @description false: the kill switch is off and nothing is changed */
            enabled: boolean;
            reason: string;
            /** @description what AWS is still carrying out: the switch stops the next call, not what was called */
            still_running: components["schemas"]["ActionBrief"][];
        };
        Trigger: {
            /** @description what is told: an anomaly or an action as the API answers it is told as one; `service` and `severity` filter, and events of one `id` arrive in their order */
            data: {
                [key: string]: unknown;
            };
            event: components["schemas"]["EventName"];
        };
        Undo: {
            asked_at: components["schemas"]["Instant"];
            /** @description lease, or key:<id> */
            by: string;
            ended_at: components["schemas"]["Instant"] | null;
            reason: string;
            /** @enum {string} */
            state: "asked" | "done" | "refused";
            /** @description executions that were started for it */
            tries: number;
        };
        /** @enum {string} */
        Verdict: "helped" | "no_effect" | "worse" | "inconclusive";
        Webhook: {
            created_at: components["schemas"]["Instant"];
            disabled_reason: string | null;
            enabled: boolean;
            events: (components["schemas"]["EventName"] | "*")[];
            /** @enum {string} */
            format: "standard" | "slack";
            id: string;
            /**
             * @description until then the secret before a rotation signs too
             * @default null
             */
            previous_until: components["schemas"]["Instant"] | null;
            services: string[] | null;
            severities: string[] | null;
            updated_at: components["schemas"]["Instant"];
            /** Format: uri */
            url: string;
            version: number;
        };
        WebhookReplacement: {
            created_at?: unknown;
            disabled_reason?: unknown;
            /** @default true */
            enabled?: boolean;
            events: (components["schemas"]["EventName"] | "*")[];
            /**
             * @description slack: messages as Slack reads them, which a hooks.slack.com address gets without asking
             * @enum {string}
             */
            format?: "standard" | "slack";
            id?: unknown;
            previous_until?: unknown;
            /** @description any text: its bytes sign; behind `whsec_` base64. Never shown again */
            secret?: string;
            /** @description only events of these; all when left out */
            services?: components["schemas"]["ServiceName"][] | null;
            /** @description only anomalies of these; all when left out */
            severities?: components["schemas"]["Severity"][] | null;
            updated_at?: unknown;
            /** Format: uri */
            url: string;
            version?: unknown;
        };
        WebhookRequest: {
            /** @default true */
            enabled?: boolean;
            events: (components["schemas"]["EventName"] | "*")[];
            /**
             * @description slack: messages as Slack reads them, which a hooks.slack.com address gets without asking
             * @enum {string}
             */
            format?: "standard" | "slack";
            /** @description any text: its bytes sign; behind `whsec_` base64. Never shown again */
            secret?: string;
            /** @description only events of these; all when left out */
            services?: components["schemas"]["ServiceName"][] | null;
            /** @description only anomalies of these; all when left out */
            severities?: components["schemas"]["Severity"][] | null;
            /** Format: uri */
            url: string;
        };
        WrittenAction: string | ({
            type: string;
        } & {
            [key: string]: unknown;
        }) | {
            [key: string]: unknown;
        };
    };
    responses: {
        /** @description It cannot be read */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It cannot be so beside what is there already */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The key has not the scope, or not the namespace, that is named */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not valid: every fault at once, each with its place */
        Invalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is none of this name */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It was changed meanwhile */
        PreconditionFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too fast */
        TooMany: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No key, or one that is not known */
        Unauthorized: {
            headers: {
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something needed does not answer just now */
        Unavailable: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A fault of ours; request_id finds it */
        Unexpected: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not signed, or not by whom it should be, or too long ago */
        Unsigned: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description the version, for If-Match */
        ETag: string;
        /** @description how much is left, and the seconds until it begins anew */
        RateLimit: string;
        /** @description how much is allowed: `"key";q=1000;w=3600` */
        "RateLimit-Policy": string;
        /** @description seconds to wait */
        "Retry-After": number;
        /** @description how to present a key */
        "WWW-Authenticate": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listActions: {
        parameters: {
            query?: {
                /** @description the last page's next_cursor, unchanged */
                cursor?: string;
                /** @description how many, 1 to 500 */
                limit?: number;
                service?: components["schemas"]["ServiceName"];
                /** @description made at or after */
                since?: string;
                status?: "held" | "pending" | "started" | "awaiting_approval" | "acting" | "settling" | "succeeded" | "failed" | "rolled_back" | "escalated" | "rejected";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The actions */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        actions: components["schemas"]["Action"][];
                        /** @description how many this page holds */
                        count: number;
                        /** @description null: this is the last page */
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The action */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Action"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    approveAction: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ApprovalDecision"];
            };
        };
        responses: {
            /** @description The action with the decision. A late or second decision, or one on a plan that changed, is refused (412) */
            202: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Action"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    rejectAction: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ApprovalDecision"];
            };
        };
        responses: {
            /** @description The action with the decision. A late or second decision, or one on a plan that changed, is refused (412) */
            202: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Action"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    rollbackAction: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rollback"];
            };
        };
        responses: {
            /** @description The action; undo says how it goes. What did nothing, or cannot be taken back, is refused (409) */
            202: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Action"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getActionStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where it stands */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionState"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    executeAction: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActionRequest"];
            };
        };
        responses: {
            /** @description The action; its status is held where a guard keeps it back, and guards say why */
            202: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Action"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    listActionHistory: {
        parameters: {
            query?: {
                /** @description the last page's next_cursor, unchanged */
                cursor?: string;
                /** @description how many, 1 to 500 */
                limit?: number;
                service?: components["schemas"]["ServiceName"];
                /** @description made at or after */
                since?: string;
                status?: "held" | "pending" | "started" | "awaiting_approval" | "acting" | "settling" | "succeeded" | "failed" | "rolled_back" | "escalated" | "rejected";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The actions */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        actions: components["schemas"]["Action"][];
                        /** @description how many this page holds */
                        count: number;
                        /** @description null: this is the last page */
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    listRecentActions: {
        parameters: {
            query?: {
                /** @description the last page's next_cursor, unchanged */
                cursor?: string;
                /** @description how many, 1 to 500 */
                limit?: number;
                service?: components["schemas"]["ServiceName"];
                /** @description made at or after */
                since?: string;
                status?: "held" | "pending" | "started" | "awaiting_approval" | "acting" | "settling" | "succeeded" | "failed" | "rolled_back" | "escalated" | "rejected";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The actions */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        actions: components["schemas"]["Action"][];
                        /** @description how many this page holds */
                        count: number;
                        /** @description null: this is the last page */
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAnomalies: {
        parameters: {
            query?: {
                /** @description the last page's next_cursor, unchanged */
                cursor?: string;
                /** @description foreseen breaches are listed only when asked for */
                kind?: "deviation" | "predicted_breach" | "multivariate" | "external";
                /** @description at least this level */
                level?: components["schemas"]["Level"];
                /** @description how many, 1 to 500 */
                limit?: number;
                metric?: string;
                service?: components["schemas"]["ServiceName"];
                severity?: components["schemas"]["Severity"];
                /** @description detected at or after */
                since?: string;
                source?: "cloudwatch" | "prometheus" | "otlp" | "remote_write" | "alertmanager" | "cloudwatch_alarm";
                status?: "open" | "resolved" | "all";
                /** @description detected at or before */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The episodes */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        anomalies: components["schemas"]["Anomaly"][];
                        /** @description how many this page holds */
                        count: number;
                        /** @description null: this is the last page */
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAnomaly: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The episode */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnomalyDetail"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    ackAnomaly: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is being told to those who know of the anomaly */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        acknowledged_at: components["schemas"]["Instant"];
                        acknowledged_by: string;
                        anomaly_id: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    giveFeedback: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedbackRequest"];
            };
        };
        responses: {
            /** @description The verdict, and what it moved */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackAnswer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    takeBackFeedback: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what is to be changed: refused when it was changed meanwhile */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The verdict that was taken back, and what that moved */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackAnswer"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    createPagerdutyIntegration: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PagerdutyRequest"];
            };
        };
        responses: {
            /** @description It was there already */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uri */
                        api_url: string;
                        /** @description Slack users who may decide; null: whoever sees the message */
                        approvers: string[] | null;
                        /**
                         * @description bot: one thread a subject, edited rather than repeated
                         * @enum {string}
                         */
                        by: "webhook" | "bot";
                        channel: string | null;
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /** @description messages have buttons to approve and to reject */
                        interactive: boolean;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "slack";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        /** Format: uri */
                        events_url: string;
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        /** @description the service that was made in PagerDuty for it */
                        service_url: string | null;
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "pagerduty";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "teams";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        /** Format: uri */
                        api_url: string;
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        /** @description teams, by name */
                        responders: string[];
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "opsgenie";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        from: string;
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        to: string[];
                        /** @constant */
                        type: "email";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        topic_arn: string;
                        /** @constant */
                        type: "sns";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    };
                };
            };
            /** @description The integration */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uri */
                        api_url: string;
                        /** @description Slack users who may decide; null: whoever sees the message */
                        approvers: string[] | null;
                        /**
                         * @description bot: one thread a subject, edited rather than repeated
                         * @enum {string}
                         */
                        by: "webhook" | "bot";
                        channel: string | null;
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /** @description messages have buttons to approve and to reject */
                        interactive: boolean;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "slack";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        /** Format: uri */
                        events_url: string;
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        /** @description the service that was made in PagerDuty for it */
                        service_url: string | null;
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "pagerduty";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "teams";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        /** Format: uri */
                        api_url: string;
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        /** @description teams, by name */
                        responders: string[];
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "opsgenie";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        from: string;
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        to: string[];
                        /** @constant */
                        type: "email";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        topic_arn: string;
                        /** @constant */
                        type: "sns";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    takeAlerts: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertmanagerMessage"];
            };
        };
        responses: {
            /** @description What became of each alert; the same again changes nothing */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakenAlerts"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    createSlackWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SlackWebhookRequest"];
            };
        };
        responses: {
            /** @description It was there already */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uri */
                        api_url: string;
                        /** @description Slack users who may decide; null: whoever sees the message */
                        approvers: string[] | null;
                        /**
                         * @description bot: one thread a subject, edited rather than repeated
                         * @enum {string}
                         */
                        by: "webhook" | "bot";
                        channel: string | null;
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /** @description messages have buttons to approve and to reject */
                        interactive: boolean;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "slack";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        /** Format: uri */
                        events_url: string;
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        /** @description the service that was made in PagerDuty for it */
                        service_url: string | null;
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "pagerduty";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "teams";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        /** Format: uri */
                        api_url: string;
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        /** @description teams, by name */
                        responders: string[];
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "opsgenie";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        from: string;
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        to: string[];
                        /** @constant */
                        type: "email";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        topic_arn: string;
                        /** @constant */
                        type: "sns";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    };
                };
            };
            /** @description The integration */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uri */
                        api_url: string;
                        /** @description Slack users who may decide; null: whoever sees the message */
                        approvers: string[] | null;
                        /**
                         * @description bot: one thread a subject, edited rather than repeated
                         * @enum {string}
                         */
                        by: "webhook" | "bot";
                        channel: string | null;
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /** @description messages have buttons to approve and to reject */
                        interactive: boolean;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "slack";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        /** Format: uri */
                        events_url: string;
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        /** @description the service that was made in PagerDuty for it */
                        service_url: string | null;
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "pagerduty";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "teams";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        /** Format: uri */
                        api_url: string;
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        /** @description teams, by name */
                        responders: string[];
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "opsgenie";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        from: string;
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        to: string[];
                        /** @constant */
                        type: "email";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        topic_arn: string;
                        /** @constant */
                        type: "sns";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description key:<id>, policy:<id>, engine */
                actor?: string;
                /** @description the last page's next_cursor, unchanged */
                cursor?: string;
                /** @description how many, 1 to 500 */
                limit?: number;
                /** @description not before this */
                since?: string;
                /** @description service:<name>, policy:<id>, engine */
                target?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The records */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description how many this page holds */
                        count: number;
                        /** @description null: this is the last page */
                        next_cursor: string | null;
                        records: components["schemas"]["AuditRecord"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    verifyAudit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
            /** @description The chain is long: a job that looks, whose result is what was found */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayDecision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The decision, and whether its replay came to the same */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionReplay"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            422: components["responses"]["Invalid"];
            500: components["responses"]["Unexpected"];
        };
    };
    getDocsFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: "page.js" | "swagger-ui-bundle.js" | "swagger-ui.css";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, compressed by gzip */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/css": unknown;
                    "text/javascript": unknown;
                };
            };
            422: components["responses"]["Invalid"];
            500: components["responses"]["Unexpected"];
        };
    };
    evaluateNow: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What followed */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Evaluation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    postForecast: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForecastRequest"];
            };
        };
        responses: {
            /** @description The forecast, or why there is none */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Forecast"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry a service, by name */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    listIntegrations: {
        parameters: {
            query?: {
                /** @description the last page's next_cursor, unchanged */
                cursor?: string;
                /** @description how many, 1 to 500 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The integrations */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description how many this page holds */
                        count: number;
                        integrations: components["schemas"]["Integration"][];
                        /** @description null: this is the last page */
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    createIntegration: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IntegrationRequest"];
            };
        };
        responses: {
            /** @description The integration */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uri */
                        api_url: string;
                        /** @description Slack users who may decide; null: whoever sees the message */
                        approvers: string[] | null;
                        /**
                         * @description bot: one thread a subject, edited rather than repeated
                         * @enum {string}
                         */
                        by: "webhook" | "bot";
                        channel: string | null;
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /** @description messages have buttons to approve and to reject */
                        interactive: boolean;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "slack";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        /** Format: uri */
                        events_url: string;
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        /** @description the service that was made in PagerDuty for it */
                        service_url: string | null;
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "pagerduty";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "teams";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        /** Format: uri */
                        api_url: string;
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        /** @description teams, by name */
                        responders: string[];
                        services: string[] | null;
                        severities: string[] | null;
                        /** @constant */
                        type: "opsgenie";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        from: string;
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        to: string[];
                        /** @constant */
                        type: "email";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    } | {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        id: string;
                        /**
                         * Format: uri
                         * @description where links in messages lead
                         */
                        links_to: string;
                        /** @description what routes, policies and people call it */
                        name: string;
                        services: string[] | null;
                        severities: string[] | null;
                        topic_arn: string;
                        /** @constant */
                        type: "sns";
                        updated_at: components["schemas"]["Instant"];
                        version: number;
                        /** @description what may keep notices from arriving */
                        warning?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getIntegration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The integration */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteIntegration: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what is to be changed: refused when it was changed meanwhile */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    testIntegration: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What came of it */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description the beginning of the answer */
                        body: string;
                        /** @description both were taken */
                        delivered: boolean;
                        duration_ms: number;
                        error: string | null;
                        status: number | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    slackInteraction: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description JSON, as Slack writes it */
                    payload: string;
                };
            };
        };
        responses: {
            /** @description It was read; what came of it is told in Slack */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unsigned"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description the last page's next_cursor, unchanged */
                cursor?: string;
                /** @description how many, 1 to 500 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description how many this page holds */
                        count: number;
                        keys: components["schemas"]["Key"][];
                        /** @description null: this is the last page */
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyRequest"];
            };
        };
        responses: {
            /** @description The key */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what is to be changed: refused when it was changed meanwhile */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It opens nothing any more */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["KeyRotation"];
            };
        };
        responses: {
            /** @description The key with its new secret */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getLivez: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            422: components["responses"]["Invalid"];
            500: components["responses"]["Unexpected"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures; a source that could not be read is named in `forestall_source_unread` */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/openmetrics-text": string;
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMlStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MlStatus"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    toggleMl: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MlToggle"];
            };
        };
        responses: {
            /** @description The switch as it is now; detection has seen it within half a minute */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MlToggled"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    listNotices: {
        parameters: {
            query?: {
                /** @description the last page's next_cursor, unchanged */
                cursor?: string;
                /** @description how many, 1 to 500 */
                limit?: number;
                service?: components["schemas"]["ServiceName"];
                state?: "told" | "held" | "grouped";
                subscriber?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notices, by subject */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description how many this page holds */
                        count: number;
                        /** @description null: this is the last page */
                        next_cursor: string | null;
                        /** @description how often somebody was not told, since the beginning, by why */
                        not_told: {
                            [key: string]: number;
                        };
                        notices: components["schemas"]["Notice"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1, made from the schemas that validate the requests */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        openapi: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            422: components["responses"]["Invalid"];
            500: components["responses"]["Unexpected"];
        };
    };
    listPolicies: {
        parameters: {
            query?: {
                /** @description the last page's next_cursor, unchanged */
                cursor?: string;
                enabled?: "true" | "false";
                /** @description how many, 1 to 500 */
                limit?: number;
                namespace?: string;
                service?: components["schemas"]["ServiceName"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policies */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description how many this page holds */
                        count: number;
                        /** @description null: this is the last page */
                        next_cursor: string | null;
                        policies: components["schemas"]["Policy"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    createPolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyDocument"];
                "application/yaml": components["schemas"]["PolicyDocument"];
            };
        };
        responses: {
            /** @description The policy, and what its author should know of it */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        policy: components["schemas"]["Policy"];
                        /** @constant */
                        status: "created";
                        warnings?: {
                            message: string;
                            pointer: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policy */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    replacePolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what is to be changed: refused when it was changed meanwhile */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyReplacement"];
                "application/yaml": components["schemas"]["PolicyReplacement"];
            };
        };
        responses: {
            /** @description The policy as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        action?: components["schemas"]["WrittenAction"];
                        actions?: components["schemas"]["WrittenAction"][];
                        autonomy: components["schemas"]["Autonomy"];
                        condition?: string;
                        cooldown?: components["schemas"]["Duration"];
                        created_at: components["schemas"]["Instant"];
                        description?: string;
                        /** @description with autonomy: earn; the share of repairs that must surely have helped before it acts by itself */
                        earn?: {
                            bar?: string | number;
                        };
                        enabled: boolean;
                        /** @description of an applied tree: the file that declares it */
                        file: string | null;
                        for?: components["schemas"]["Duration"];
                        guards?: {
                            approval?: {
                                above: string;
                                /** @enum {string} */
                                on_timeout?: "escalate" | "reject";
                                timeout?: components["schemas"]["Duration"];
                            };
                            blast_radius?: string | number;
                            cooldown?: components["schemas"]["Duration"];
                            max_per_hour?: number;
                            windows?: {
                                allow?: string[];
                                deny?: string[];
                            };
                        };
                        id: string;
                        name: string;
                        namespace: string | null;
                        notification: string | null;
                        on_failure?: components["schemas"]["WrittenAction"][];
                        parameters?: {
                            [key: string]: unknown;
                        };
                        record: components["schemas"]["PolicyRecord"];
                        service: components["schemas"]["ServiceName"] | null;
                        /**
                         * @description a policy of a file is part of the deploy
                         * @enum {string}
                         */
                        source: "file" | "api";
                        trigger?: {
                            threshold: number;
                            time_window: components["schemas"]["Duration"];
                            /** @constant */
                            type: "multi_service_failure";
                        };
                        updated_at: components["schemas"]["Instant"];
                        verify?: {
                            expect?: string;
                            metric?: string;
                            within?: components["schemas"]["Duration"];
                        };
                        version: number;
                        warnings?: {
                            message: string;
                            pointer: string;
                        }[];
                        when?: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    deletePolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what is to be changed: refused when it was changed meanwhile */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    demotePolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AutonomyWish"];
            };
        };
        responses: {
            /** @description What it may do now, with the evidence */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyAutonomy"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    promotePolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AutonomyWish"];
            };
        };
        responses: {
            /** @description What it may do now, with the evidence. What its record and backtest do not bear out is refused (409), with what lacks */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyAutonomy"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    applyPolicies: {
        parameters: {
            query?: {
                /** @description only tells what would change */
                dry_run?: "" | "true" | "false";
                /** @description removes what was applied before and is in none of the files */
                prune?: "" | "true" | "false";
                /** @description prunes only what was applied from files whose path begins so */
                within?: string;
            };
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
                /** @description the ETag of what is to be changed: refused when it was changed meanwhile */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyFiles"];
            };
        };
        responses: {
            /** @description What changes, or would */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        applied: boolean;
                        changes: components["schemas"]["PolicyChange"][];
                        /** @description of the applied tree as it is now; the ETag too */
                        version: number;
                        warnings: components["schemas"]["PolicyFinding"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    backtestPolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BacktestRequest"];
            };
        };
        responses: {
            /** @description The job that does it; its result is a BacktestReport */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    validatePolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyFiles"] | {
                    [key: string]: unknown;
                } | unknown[];
                "application/yaml": components["schemas"]["PolicyFiles"] | {
                    [key: string]: unknown;
                } | unknown[];
            };
        };
        responses: {
            /** @description What was found: faults would be refused, warnings are told */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        faults: components["schemas"]["PolicyFinding"][];
                        /** @description how many could be read */
                        policies: number;
                        valid: boolean;
                        warnings: components["schemas"]["PolicyFinding"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPredict: {
        parameters: {
            query?: {
                /** @description true: those too that foresee no breach, or nothing, behind the others */
                all?: "true" | "false";
                /** @description the last page's next_cursor, unchanged */
                cursor?: string;
                /** @description how many, 1 to 500 */
                limit?: number;
                service?: components["schemas"]["ServiceName"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The last scheduled forecasts: breaches ahead, soonest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description how many this page holds */
                        count: number;
                        /** @description null: this is the last page */
                        next_cursor: string | null;
                        predictions: components["schemas"]["Prediction"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    listServicePredictions: {
        parameters: {
            query?: {
                /** @description true: those too that foresee no breach, or nothing, behind the others */
                all?: "true" | "false";
                /** @description the last page's next_cursor, unchanged */
                cursor?: string;
                /** @description how many, 1 to 500 */
                limit?: number;
            };
            header?: never;
            path: {
                service: components["schemas"]["ServiceName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The last scheduled forecasts: breaches ahead, soonest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description how many this page holds */
                        count: number;
                        /** @description null: this is the last page */
                        next_cursor: string | null;
                        predictions: components["schemas"]["Prediction"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPredictions: {
        parameters: {
            query?: {
                /** @description true: those too that foresee no breach, or nothing, behind the others */
                all?: "true" | "false";
                /** @description the last page's next_cursor, unchanged */
                cursor?: string;
                /** @description how many, 1 to 500 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The last scheduled forecasts: breaches ahead, soonest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description how many this page holds */
                        count: number;
                        /** @description null: this is the last page */
                        next_cursor: string | null;
                        predictions: components["schemas"]["Prediction"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRateLimit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is left */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyRate"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    listServices: {
        parameters: {
            query?: {
                /** @description the last page's next_cursor, unchanged */
                cursor?: string;
                /** @description how many, 1 to 500 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The services */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description how many this page holds */
                        count: number;
                        /** @description null: this is the last page */
                        next_cursor: string | null;
                        services: components["schemas"]["Service"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: components["schemas"]["ServiceName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceDetail"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getServiceMetrics: {
        parameters: {
            query: {
                metric: string;
                /** @description an hour before `until` unless given */
                since?: string;
                /** @description seconds, or like 5m; coarser than what is stored gives averages */
                step?: string;
                /** @description now unless given */
                until?: string;
            };
            header?: never;
            path: {
                name: components["schemas"]["ServiceName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The history */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricHistory"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getServicesHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry a service, by name */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSilences: {
        parameters: {
            query?: {
                /** @description the last page's next_cursor, unchanged */
                cursor?: string;
                /** @description how many, 1 to 500 */
                limit?: number;
                state?: "pending" | "active" | "expired";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The silences */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description how many this page holds */
                        count: number;
                        /** @description null: this is the last page */
                        next_cursor: string | null;
                        silences: components["schemas"]["SilenceNow"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    createSilence: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SilenceRequest"];
            };
        };
        responses: {
            /** @description The silence */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SilenceNow"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSilence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The silence */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SilenceNow"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteSilence: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what is to be changed: refused when it was changed meanwhile */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngineStatus"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getStreamStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamStatus"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    createStreamTicket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ticket */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        expires_at: components["schemas"]["Instant"];
                        ticket: string;
                        /** @description with the ticket */
                        websocket_url: string;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    toggleEngine: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Toggle"];
            };
        };
        responses: {
            /** @description The switch as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Toggled"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    triggerEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Trigger"];
            };
        };
        responses: {
            /** @description It is on its way */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        event: components["schemas"]["EventName"];
                        /** @description the `webhook-id` of its deliveries */
                        id: string;
                        /** @description how many webhooks and integrations subscribed to it */
                        subscribers: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    validateKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key is good */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyValidity"];
                };
            };
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description the last page's next_cursor, unchanged */
                cursor?: string;
                /** @description how many, 1 to 500 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhooks */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description how many this page holds */
                        count: number;
                        /** @description null: this is the last page */
                        next_cursor: string | null;
                        webhooks: components["schemas"]["Webhook"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRequest"];
            };
        };
        responses: {
            /** @description The webhook with its secret */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        /** @enum {string} */
                        format: "standard" | "slack";
                        id: string;
                        /**
                         * @description until then the secret before a rotation signs too
                         * @default null
                         */
                        previous_until: components["schemas"]["Instant"] | null;
                        secret: string;
                        services: string[] | null;
                        severities: string[] | null;
                        updated_at: components["schemas"]["Instant"];
                        /** Format: uri */
                        url: string;
                        version: number;
                        /** @description what may keep deliveries from arriving */
                        warning?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    replaceWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what is to be changed: refused when it was changed meanwhile */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookReplacement"];
            };
        };
        responses: {
            /** @description The webhook as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        /** @enum {string} */
                        format: "standard" | "slack";
                        id: string;
                        /**
                         * @description until then the secret before a rotation signs too
                         * @default null
                         */
                        previous_until: components["schemas"]["Instant"] | null;
                        services: string[] | null;
                        severities: string[] | null;
                        updated_at: components["schemas"]["Instant"];
                        /** Format: uri */
                        url: string;
                        version: number;
                        /** @description what may keep deliveries from arriving */
                        warning?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what is to be changed: refused when it was changed meanwhile */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    redriveWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Redrive"];
            };
        };
        responses: {
            /** @description They go out again */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description others are left: ask again */
                        more: boolean;
                        redriven: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotateWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SecretRotation"];
            };
        };
        responses: {
            /** @description The webhook with its new secret */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        created_at: components["schemas"]["Instant"];
                        disabled_reason: string | null;
                        enabled: boolean;
                        events: (components["schemas"]["EventName"] | "*")[];
                        /** @enum {string} */
                        format: "standard" | "slack";
                        id: string;
                        /**
                         * @description until then the secret before a rotation signs too
                         * @default null
                         */
                        previous_until: components["schemas"]["Instant"] | null;
                        secret: string;
                        services: string[] | null;
                        severities: string[] | null;
                        updated_at: components["schemas"]["Instant"];
                        /** Format: uri */
                        url: string;
                        version: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request again under the same key is done once and answered alike, for a day */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What came of it */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description the beginning of the receiver's answer */
                        body: string;
                        /** @description the receiver answered 2xx */
                        delivered: boolean;
                        duration_ms: number;
                        error: string | null;
                        status: number | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description the last page's next_cursor, unchanged */
                cursor?: string;
                /** @description how many, 1 to 500 */
                limit?: number;
                status?: "waiting" | "delivered" | "dead";
                /** @description of this webhook, or this integration */
                webhook?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deliveries */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description how many this page holds */
                        count: number;
                        deliveries: components["schemas"]["Delivery"][];
                        /** @description null: this is the last page */
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Unexpected"];
            503: components["responses"]["Unavailable"];
        };
    };
}
