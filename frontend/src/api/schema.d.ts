export interface paths {
    "/api/v1/api-keys/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Keys, the newest first, revoked ones too
         * @description Keys, the newest first, revoked ones too; never their secrets.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * A new key
         * @description A new key. `key` is in this answer and nowhere else.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{api_key_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke the key
         * @description Revoke the key; it stays listed.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open waits of all runs, those that wait longest first
         * @description Open waits of all runs, those that wait longest first.
         */
        get: operations["approvals_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approval_id}/decide/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Wake the run with a payload
         * @description Wake the run with a payload. 409 when somebody was faster or the run waits no more; the audit says who.
         */
        post: operations["approvals_decide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Records, the newest first
         * @description Records, the newest first.
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
    "/api/v1/auth/login/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in with a user name and a password
         * @description Log in with a user name and a password.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log out
         * @description Log out.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/session/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The user, their workspaces, and the role and permissions in the current one
         * @description The user, their workspaces, and the role and permissions in the current one.
         */
        get: operations["session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Newest first
         * @description Newest first.
         */
        get: operations["connections_list"];
        put?: never;
        /**
         * Make a connection
         * @description Make a connection.
         */
        post: operations["connections_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Its name, kind and config
         * @description Its name, kind and config.
         */
        get: operations["connections_retrieve"];
        /**
         * Replace it
         * @description Replace it.
         */
        put: operations["connections_update"];
        post?: never;
        /**
         * 409 while something uses it
         * @description 409 while something uses it.
         */
        delete: operations["connections_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/test/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A real call: GET of `testPath` or the base URL
         * @description A real call: GET of `testPath` or the base URL; of a model provider its list of models.
         */
        post: operations["connections_test_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/used-by/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * By kind and name
         * @description By kind and name.
         */
        get: operations["connections_used_by_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credentials/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Newest first, without values
         * @description Newest first, without values.
         */
        get: operations["credentials_list"];
        put?: never;
        /**
         * Store a credential
         * @description Store a credential; its value cannot be read again.
         */
        post: operations["credentials_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credentials/{credential_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Without its value
         * @description Without its value.
         */
        get: operations["credentials_retrieve"];
        /**
         * Replace it
         * @description Replace it; without `value` the stored one stays.
         */
        put: operations["credentials_update"];
        post?: never;
        /**
         * 409 while a connection uses it
         * @description 409 while a connection uses it.
         */
        delete: operations["credentials_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credentials/{credential_id}/uses/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Newest first: one row for each execution and hour
         * @description Newest first: one row for each execution and hour.
         */
        get: operations["credentials_uses_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dashboard/failures/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Clusters of failed runs
         * @description Clusters of failed runs. `GET /executions/?fingerprint=&endedAfter=` lists the runs of one since `from`.
         */
        get: operations["dashboard_failures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dashboard/stats/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Runs by how they ended and how long they took, against the time before
         * @description Runs by how they ended and how long they took, against the time before; over time and by flow.
         */
        get: operations["dashboard_stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dashboard/steps/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Visits, failures, durations, tokens and cost by step
         * @description Visits, failures, durations, tokens and cost by step.
         */
        get: operations["dashboard_steps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluate/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The value on a context or on a moment of a run and, when there is none, why
         * @description The value on a context or on a moment of a run and, when there is none, why.
         */
        post: operations["evaluate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Wake the run that waits for the key (200), or keep the event ten minutes for one that will (202)
         * @description Wake the run that waits for the key (200), or keep the event ten minutes for one that will (202).
         */
        post: operations["events_send"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Runs of all flows, the newest first
         * @description Runs of all flows, the newest first.
         */
        get: operations["executions_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Its state, progress, and what it came from
         * @description Its state, progress, and what it came from.
         */
        get: operations["executions_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/blobs/{sha256}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A value over 64 KB, whole, as the `href` of a run names it
         * @description A value over 64 KB, whole, as the `href` of a run names it.
         */
        get: operations["executions_blob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/branches/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One row for each branch that was opened: failed ones first, then by the number of the item
         * @description One row for each branch that was opened: failed ones first, then by the number of the item.
         */
        get: operations["execution_branches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/cancel/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a live run to stop for good
         * @description Ask a live run to stop for good; 409 when it is over.
         */
        post: operations["executions_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/capsule/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything of a run that is needed to look at it and to replay it elsewhere, masked for everybody
         * @description Everything of a run that is needed to look at it and to replay it elsewhere, masked for everybody.
         */
        get: operations["execution_capsule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/changes/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A JSON Patch for each ended visit: from the context after the visit before it to the one after it
         * @description A JSON Patch for each ended visit: from the context after the visit before it to the one after it.
         */
        get: operations["execution_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/compare/{other_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which visits are the same, which differ and in what
         * @description Which visits are the same, which differ and in what. No values are shown, so nothing need be hidden.
         */
        get: operations["executions_compare"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/context/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The context before or after any visit
         * @description The context before or after any visit; inside a fork, the branch's own.
         */
        get: operations["execution_context"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/definition/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The definition as the run was started with it
         * @description The definition as the run was started with it; a draft may have changed since.
         */
        get: operations["executions_definition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/diff/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What makes the context after `to` of that after `from`, as JSON Patch
         * @description What makes the context after `to` of that after `from`, as JSON Patch.
         */
        get: operations["execution_diff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/events/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events in order
         * @description Events in order; `seq` has no gaps.
         */
        get: operations["execution_events_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/last-good/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest COMPLETED run of the flow that was created before this one, else the newest one after it
         * @description The newest COMPLETED run of the flow that was created before this one, else the newest one after it.
         */
        get: operations["executions_last_good"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/lineage/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which visit and mapping wrote a value, what they read to make it, who wrote before, and who read since
         * @description Which visit and mapping wrote a value, what they read to make it, who wrote before, and who read since.
         */
        get: operations["execution_lineage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/pause/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a live run to rest after the step it is at
         * @description Ask a live run to rest after the step it is at; 409 when it is over.
         */
        post: operations["executions_pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/redrive-from/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a run that inherits the visits before, with the recorded context or an edited one
         * @description Start a run that inherits the visits before, with the recorded context or an edited one.
         *
         *     A visit inside a fork means its fork; `branches: failed` runs only those that did not succeed.
         */
        post: operations["executions_redrive_from"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/redrive/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a run with the input of this one, or another, on a version of choice
         * @description Start a run with the input of this one, or another, on a version of choice. This one stays as it is.
         */
        post: operations["executions_redrive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/replay/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the run would have done with another definition
         * @description What the run would have done with another definition. Recorded answers stand in for every effect.
         *
         *     Nothing is sent and nothing is recorded. Mappings, conditions and pure steps are evaluated on recorded data.
         */
        post: operations["executions_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/resume/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a paused run go on
         * @description Let a paused run go on; 409 when it is not paused.
         */
        post: operations["executions_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/steps/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One row for each visit, in their order
         * @description One row for each visit, in their order.
         */
        get: operations["execution_steps_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/steps/{seq}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Input, output, what it changed, how values got there, attempts, and its configuration as run
         * @description Input, output, what it changed, how values got there, attempts, and its configuration as run.
         */
        get: operations["execution_steps_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/why-empty/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which segment failed, which keys were there, who writes that place, the last run in which it was found
         * @description Which segment failed, which keys were there, who writes that place, the last run in which it was found.
         */
        get: operations["execution_why_empty"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/bulk/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Jobs, the newest first
         * @description Jobs, the newest first.
         */
        get: operations["bulk_list"];
        put?: never;
        /**
         * Redrive, cancel or delete many runs, at most 100,000
         * @description Redrive, cancel or delete many runs, at most 100,000; deleting needs the role admin.
         */
        post: operations["bulk_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/bulk/{bulk_job_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far it is
         * @description How far it is.
         */
        get: operations["bulk_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/bulk/{bulk_job_id}/items/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of each run, in the order they are done
         * @description What became of each run, in the order they are done.
         */
        get: operations["bulk_items"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/bulk/{bulk_job_id}/stop/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do no more runs
         * @description Do no more runs. What was done stays done, and runs that were started go on; 409 when the job is over.
         */
        post: operations["bulk_stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/count/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many runs the same filters find
         * @description How many runs the same filters find.
         */
        get: operations["executions_count"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/statistics/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last run, the rate of success, the number and the 20 newest runs of each of these flows
         * @description The last run, the rate of success, the number and the 20 newest runs of each of these flows.
         */
        get: operations["executions_statistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/export/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * These and all they refer to
         * @description These and all they refer to; everything when nothing is named. Connections by name only, no secrets.
         */
        post: operations["export"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Flows by `search` in name and description, `tag`, `status` draft, published or archived, sorted by `sort`
         * @description Flows by `search` in name and description, `tag`, `status` draft, published or archived, sorted by `sort`.
         */
        get: operations["flows_list"];
        put?: never;
        /**
         * A new flow with draft version 1
         * @description A new flow with draft version 1.
         */
        post: operations["flows_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{flow_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Its names and which versions it has
         * @description Its names and which versions it has.
         */
        get: operations["flows_read"];
        put?: never;
        post?: never;
        /**
         * Put the flow away: its runs stay, nothing new starts
         * @description Put the flow away: its runs stay, nothing new starts.
         */
        delete: operations["flows_archive"];
        options?: never;
        head?: never;
        /**
         * Change name, description or tags
         * @description Change name, description or tags; `archived` false restores.
         */
        patch: operations["flows_update"];
        trace?: never;
    };
    "/api/v1/flows/{flow_id}/callers/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The drafts and published versions of other flows that start this one, with the steps that do
         * @description The drafts and published versions of other flows that start this one, with the steps that do.
         */
        get: operations["flows_callers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{flow_id}/clone/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new flow with draft version 1 from one version of this one
         * @description A new flow with draft version 1 from one version of this one.
         */
        post: operations["flows_clone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{flow_id}/executions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a run of the published version, or of the one that is named
         * @description Start a run of the published version, or of the one that is named.
         */
        post: operations["executions_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{flow_id}/executions/batch/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a run for each input, at most 1,000, all or none
         * @description Start a run for each input, at most 1,000, all or none.
         */
        post: operations["executions_start_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{flow_id}/versions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Versions without their definitions
         * @description Versions without their definitions.
         */
        get: operations["flow_versions_list"];
        put?: never;
        /**
         * A new draft from a version, the latest if none is named
         * @description A new draft from a version, the latest if none is named.
         */
        post: operations["flow_versions_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{flow_id}/versions/{number}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The version with its definition
         * @description The version with its definition; the ETag is its revision.
         */
        get: operations["flow_versions_read"];
        /**
         * Save the draft, right or wrong
         * @description Save the draft, right or wrong; what is wrong comes back as problems.
         */
        put: operations["flow_versions_save"];
        post?: never;
        /**
         * Delete a draft
         * @description Delete a draft; published and superseded versions stay. `If-Match` is obeyed when it is sent.
         */
        delete: operations["flow_versions_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{flow_id}/versions/{number}/diff/{other}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Steps added, removed and changed (JSON Patch per step), variables, settings
         * @description Steps added, removed and changed (JSON Patch per step), variables, settings; canvas-only moves apart.
         */
        get: operations["flow_versions_diff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{flow_id}/versions/{number}/impact/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the last runs would have gone the same way with this version
         * @description Whether the last runs would have gone the same way with this version. Nothing is sent, nothing is written.
         */
        get: operations["flow_versions_impact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{flow_id}/versions/{number}/publish/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish
         * @description Publish; 422 with problems when the definition has errors. `If-Match` is obeyed when it is sent.
         */
        post: operations["flow_versions_publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{flow_id}/versions/{number}/unpublish/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Afterwards no version is live and the flow cannot be started without naming one
         * @description Afterwards no version is live and the flow cannot be started without naming one.
         */
        post: operations["flow_versions_unpublish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{flow_id}/versions/{number}/validate/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What publishing this version would find
         * @description What publishing this version would find.
         */
        post: operations["flow_versions_validate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/tags/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every tag of a flow that is not archived, by name, with the number of flows that have it
         * @description Every tag of a flow that is not archived, by name, with the number of flows that have it.
         */
        get: operations["flows_tags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/templates/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All templates, by category and name
         * @description All templates, by category and name.
         */
        get: operations["flow_templates_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/templates/{template_id}/use/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new flow with the template as its draft
         * @description A new flow with the template as its draft; flows that it starts are published if the role may publish.
         */
        post: operations["flow_templates_use"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/validate/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What publishing this definition would find
         * @description What publishing this definition would find.
         */
        post: operations["flows_validate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * All or nothing, as drafts under new ids
         * @description All or nothing, as drafts under new ids. Allma's own export (format 1.0) is read too.
         */
        post: operations["import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Members, the longest-standing first
         * @description Members, the longest-standing first.
         */
        get: operations["listMembers"];
        put?: never;
        /**
         * Add a user, who is created when a password is sent for a new name
         * @description Add a user, who is created when a password is sent for a new name.
         */
        post: operations["addMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{member_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End the membership
         * @description End the membership. The last admin stays.
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /**
         * Give another role
         * @description Give another role. The last admin keeps theirs.
         */
        patch: operations["updateMember"];
        trace?: never;
    };
    "/api/v1/prompts/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prompts by `search` in name and description, `tag`, and `status` draft, published or archived
         * @description Prompts by `search` in name and description, `tag`, and `status` draft, published or archived.
         */
        get: operations["prompts_list"];
        put?: never;
        /**
         * A new prompt with draft version 1
         * @description A new prompt with draft version 1.
         */
        post: operations["prompts_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prompts/{prompt_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Its names and which versions it has
         * @description Its names and which versions it has.
         */
        get: operations["prompts_read"];
        put?: never;
        post?: never;
        /**
         * Put the prompt away
         * @description Put the prompt away; runs that have begun keep it.
         */
        delete: operations["prompts_archive"];
        options?: never;
        head?: never;
        /**
         * Change name, description or tags
         * @description Change name, description or tags; `archived` false restores.
         */
        patch: operations["prompts_update"];
        trace?: never;
    };
    "/api/v1/prompts/{prompt_id}/clone/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new prompt with draft version 1 from one version of this one
         * @description A new prompt with draft version 1 from one version of this one.
         */
        post: operations["prompts_clone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prompts/{prompt_id}/versions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Versions without their texts
         * @description Versions without their texts.
         */
        get: operations["prompt_versions_list"];
        put?: never;
        /**
         * A new draft from a version, the latest if none is named
         * @description A new draft from a version, the latest if none is named.
         */
        post: operations["prompt_versions_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prompts/{prompt_id}/versions/{number}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The version with its text
         * @description The version with its text; the ETag is its revision.
         */
        get: operations["prompt_versions_read"];
        /**
         * Save the draft, right or wrong
         * @description Save the draft, right or wrong; what is wrong comes back as problems.
         */
        put: operations["prompt_versions_save"];
        post?: never;
        /**
         * Delete a draft
         * @description Delete a draft; published and superseded versions stay. `If-Match` is obeyed when it is sent.
         */
        delete: operations["prompt_versions_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prompts/{prompt_id}/versions/{number}/diff/{other}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The text line by line, and the schemas that are not the same
         * @description The text line by line, and the schemas that are not the same.
         */
        get: operations["prompt_versions_diff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prompts/{prompt_id}/versions/{number}/publish/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish
         * @description Publish; 422 with problems when the prompt has errors. `If-Match` is obeyed when it is sent.
         */
        post: operations["prompt_versions_publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prompts/{prompt_id}/versions/{number}/render/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The text a model would get
         * @description The text a model would get; 422 names every missing and every refused variable at once.
         */
        post: operations["prompt_versions_render"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prompts/{prompt_id}/versions/{number}/unpublish/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Afterwards no version is live
         * @description Afterwards no version is live; steps that name none fail.
         */
        post: operations["prompt_versions_unpublish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prompts/{prompt_id}/versions/{number}/validate/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What publishing this version would find
         * @description What publishing this version would find.
         */
        post: operations["prompt_versions_validate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/resume/{token}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Wake the run whose wait this token is of
         * @description Wake the run whose wait this token is of.
         */
        post: operations["waits_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/capsule/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay a capsule, with its own definition or with another
         * @description Replay a capsule, with its own definition or with another. Nothing is sent, and nothing is recorded.
         */
        post: operations["sandbox_capsule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/flow/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a draft to its end or up to a step, dry unless told otherwise
         * @description Run a draft to its end or up to a step, dry unless told otherwise. No run is recorded.
         */
        post: operations["sandbox_flow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/step/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a step on a context, really or dry, and say everything about it
         * @description Run a step on a context, really or dry, and say everything about it. No run is recorded.
         */
        post: operations["sandbox_step"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/saved-searches/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The searches that the asking person keeps and those that others share, by name
         * @description The searches that the asking person keeps and those that others share, by name.
         */
        get: operations["saved_searches_list"];
        put?: never;
        /**
         * Keep a search for oneself or, from operator on, for everybody
         * @description Keep a search for oneself or, from operator on, for everybody. Names are unique per owner (409).
         */
        post: operations["saved_searches_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/saved-searches/{saved_search_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The search
         * @description The search; 404 when it is somebody else's and not shared.
         */
        get: operations["saved_searches_read"];
        /**
         * Change one's own search
         * @description Change one's own search; 409 for a shared one of somebody else's.
         */
        put: operations["saved_searches_replace"];
        post?: never;
        /**
         * Forget one's own search
         * @description Forget one's own search.
         */
        delete: operations["saved_searches_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/step-definitions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Presets by `search` in name and description, and `tag`
         * @description Presets by `search` in name and description, and `tag`.
         */
        get: operations["step_definitions_list"];
        put?: never;
        /**
         * A new preset with version 1
         * @description A new preset with version 1.
         */
        post: operations["step_definitions_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/step-definitions/{step_definition_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The preset with the content of one version
         * @description The preset with the content of one version; the ETag is that version.
         */
        get: operations["step_definitions_read"];
        /**
         * Set names and content
         * @description Set names and content; another content is the next version. `If-Match` is obeyed when it is sent.
         */
        put: operations["step_definitions_replace"];
        post?: never;
        /**
         * Put the preset away: it leaves the list, what uses it goes on working
         * @description Put the preset away: it leaves the list, what uses it goes on working.
         */
        delete: operations["step_definitions_archive"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/step-types/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every step type and module, by category and label
         * @description Every step type and module, by category and label.
         */
        get: operations["step_types_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One's own workspaces
         * @description One's own workspaces; for a key, its only one.
         */
        get: operations["listWorkspaces"];
        put?: never;
        /**
         * A new workspace, with oneself as its admin
         * @description A new workspace, with oneself as its admin.
         */
        post: operations["createWorkspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspace_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Name, limits and one's role
         * @description Name, limits and one's role.
         */
        get: operations["getWorkspace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the name or the limits
         * @description Change the name or the limits.
         */
        patch: operations["updateWorkspace"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AddedStep
         * @description A step only the second version has.
         */
        AddedStep: {
            step: unknown;
            stepInstanceId: string;
        };
        /**
         * ApiKeyCreated
         * @description A new key with its secret, which is shown only now.
         */
        ApiKeyCreated: {
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            expiresAt: string | null;
            /** Format: uuid */
            id: string;
            key: string;
            lastUsedAt: string | null;
            name: string;
            prefix: string;
            revokedAt: string | null;
            role: components["schemas"]["Role"];
        };
        /**
         * ApiKeyCreate
         * @description A key to make.
         */
        ApiKeyCreateRequest: {
            /** @default null */
            expiresAt?: string | null;
            name: string;
            role: components["schemas"]["Role"];
        };
        /**
         * ApiKeyOut
         * @description A key without its secret.
         */
        ApiKeyOut: {
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            expiresAt: string | null;
            /** Format: uuid */
            id: string;
            lastUsedAt: string | null;
            name: string;
            prefix: string;
            revokedAt: string | null;
            role: components["schemas"]["Role"];
        };
        /**
         * ApprovalOut
         * @description A run that waits for a payload. `message` is the step's description; `payloadSchema` what the payload must fit.
         *
         *     `correlationKey` is masked for viewers of a flow with `redactPaths`.
         */
        ApprovalOut: {
            correlationKey: string;
            /** Format: uuid */
            executionId: string;
            expiresAt: string | null;
            /** Format: uuid */
            flowId: string;
            flowName: string;
            /** Format: uuid */
            id: string;
            mayDecide: boolean;
            message: string | null;
            payloadSchema: {
                [key: string]: unknown;
            } | null;
            /** Format: date-time */
            since: string;
            stepInstanceId: string;
            stepName: string;
        };
        /**
         * AuditRecordOut
         * @description One thing that was done.
         */
        AuditRecordOut: {
            action: string;
            actor: string;
            /** Format: date-time */
            at: string;
            details: {
                [key: string]: unknown;
            };
            hash: string;
            /** Format: uuid */
            id: string;
            previousHash: string;
            seq: number;
            target: string;
        };
        /**
         * BatchBody
         * @description One run for each input, all or none.
         */
        BatchBodyRequest: {
            /** @default {} */
            flowVariables?: {
                [key: string]: unknown;
            };
            inputs: unknown[];
            /** @default {} */
            labels?: {
                [key: string]: string;
            };
            /** @default 0 */
            priority?: number;
            /** @default null */
            version?: number | null;
        };
        /**
         * BatchStarted
         * @description The runs of a batch, in the order of its inputs.
         */
        BatchStarted: {
            executionIds: string[];
        };
        /**
         * BranchesAgain
         * @description Which branches of a fork run again.
         * @enum {string}
         */
        BranchesAgain: "all" | "failed";
        /**
         * BranchesOut
         * @description Branches of the fork that would run again with `branches: failed`, and all it has.
         */
        BranchesOut: {
            failed: number;
            total: number;
        };
        /**
         * BranchOut
         * @description One branch of a fork. `executionId` is the run's own, or that of the chunk in which the branch ran.
         *
         *     `inherited`: the run has the branch from the one it was redriven from.
         */
        BranchOut: {
            endedAt: string | null;
            /** Format: uuid */
            executionId: string;
            firstSeq: number;
            index: number;
            inherited: boolean;
            /** Format: date-time */
            startedAt: string;
            status: components["schemas"]["StepStatus"];
            visits: number;
        };
        /**
         * BranchPage
         * @description A page of branches, failed ones first; with the counts of all of them.
         */
        BranchPage: {
            failed: number;
            next: string | null;
            open: number;
            previous: string | null;
            results: components["schemas"]["BranchOut"][];
            steps: components["schemas"]["BranchStepOut"][];
            total: number;
        };
        /**
         * BranchStepOut
         * @description What one step did in all branches together.
         */
        BranchStepOut: {
            failed: number;
            open: number;
            stepInstanceId: string;
            visits: number;
        };
        /**
         * BucketOut
         * @description The runs that ended from `at` until the next bucket begins.
         */
        BucketOut: {
            /** Format: date-time */
            at: string;
            cancelled: number;
            completed: number;
            failed: number;
            p50Ms: number | null;
            p95Ms: number | null;
            timedOut: number;
        };
        /**
         * BulkAction
         * @description What is done to each run.
         * @enum {string}
         */
        BulkAction: "redrive" | "cancel" | "delete";
        /**
         * BulkBody
         * @description Either the `ids` of runs, or a `filter` with the parameters of the list of runs: all that it finds now, without
         *     those of `except`.
         *
         *     A filter finds live runs to cancel and ended ones to delete; of `ids` the others are skipped. `version` and `canary`
         *     are of a redrive; the number of a version needs runs of one flow.
         */
        BulkBodyRequest: {
            action: components["schemas"]["BulkAction"];
            /** @default null */
            canary?: components["schemas"]["Canary"] | null;
            /** @default [] */
            except?: string[];
            /** @default null */
            filter?: components["schemas"]["ExecutionQuery"] | null;
            /** @default null */
            ids?: string[] | null;
            /** @default original */
            version?: ("original" | "published" | "draft") | number;
        };
        /**
         * BulkItemOut
         * @description One run of a job, and what became of it. STARTED: the new run has not ended.
         */
        BulkItemOut: {
            /** Format: uuid */
            executionId: string;
            message: string;
            newExecutionId: string | null;
            stage: number;
            status: components["schemas"]["ItemStatus"];
        };
        /**
         * BulkJobOut
         * @description A job. `stage` is the place, from 0, in `stages`: how many runs each has, null for the rest of them.
         *
         *     `done` is what `succeeded`, `failed` and `skipped` add up to. A redrive succeeded when its new run completed.
         *     `reason` says why a job was STOPPED.
         */
        BulkJobOut: {
            action: components["schemas"]["BulkAction"];
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            done: number;
            endedAt: string | null;
            failed: number;
            filter: {
                [key: string]: unknown;
            } | null;
            /** Format: uuid */
            id: string;
            maxFailureRate: number | null;
            reason: string;
            skipped: number;
            stage: number;
            stages: (number | null)[];
            status: components["schemas"]["BulkStatus"];
            succeeded: number;
            total: number;
            version: string;
        };
        /**
         * BulkPreview
         * @description How many runs a job would be for, at most 10,000: `exact` is false beyond, or where counting took too long.
         */
        BulkPreview: {
            count: number;
            exact: boolean;
        };
        /**
         * BulkStatus
         * @description RUNNING: a worker takes it up. COMPLETED: nothing is left. STOPPED: by a person or by its failures.
         * @enum {string}
         */
        BulkStatus: "RUNNING" | "COMPLETED" | "STOPPED";
        /**
         * Canary
         * @description First so many runs, then so many more, then the rest. A stage begins when all runs of the one before have ended.
         *
         *     The job stops by itself when more than `maxFailureRate` (0 to 1) of the ended runs of a stage failed: judged at its
         *     end, and from the tenth ended run on.
         */
        Canary: {
            /** @default 0.2 */
            maxFailureRate?: number;
            /**
             * @default [
             *       1,
             *       10
             *     ]
             */
            stages?: number[];
        };
        /**
         * Capsule
         * @description A run in one file, without what its flow's `redactPaths` hide (`masked`) and without its largest values
         *     (`omitted`: each stands as `{"allma:omitted": bytes}` in its place).
         */
        Capsule: {
            /** @default [] */
            chunks?: components["schemas"]["CapsuleChunk"][];
            definition: {
                [key: string]: unknown;
            };
            /** @default [] */
            events?: components["schemas"]["CapsuleEvent"][];
            flow: components["schemas"]["CapsuleFlow"];
            /** @default {} */
            flowVariables?: {
                [key: string]: unknown;
            };
            /** @constant */
            format: "allma-capsule";
            /** @constant */
            formatVersion: 1;
            input: unknown;
            /** Format: date-time */
            madeAt: string;
            /** @default [] */
            masked?: string[];
            /** @default [] */
            omitted?: components["schemas"]["CapsuleOmission"][];
            /** @default [] */
            prompts?: components["schemas"]["CapsulePrompt"][];
            /** @default null */
            redrive?: components["schemas"]["CapsuleRedrive"] | null;
            run: components["schemas"]["CapsuleRun"];
            visits: components["schemas"]["CapsuleVisit"][];
        };
        /**
         * CapsuleAttempt
         * @description One attempt that was logged. `error` null: it succeeded.
         */
        CapsuleAttempt: {
            attempt: number;
            /** @default  */
            endedAt?: string;
            /** @default null */
            error?: components["schemas"]["CapsuleError"] | null;
            /** @default  */
            key?: string;
        };
        /**
         * CapsuleBody
         * @description A capsule as it was exported, and a definition to replay it with in the place of its own.
         */
        CapsuleBodyRequest: {
            capsule: components["schemas"]["Capsule"];
            /** @default null */
            definition?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * CapsuleChunk
         * @description A part of a distributed fork: the visits that one chunk of its items made, for the visit `parentSeq`.
         */
        CapsuleChunk: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            parentId: string;
            parentSeq: number;
            visits: components["schemas"]["CapsuleVisit"][];
        };
        /**
         * CapsuleError
         * @description An error, as runs record it.
         */
        CapsuleError: {
            /** @default 0 */
            attempts?: number;
            code: string;
            /** @default null */
            details?: unknown;
            errorName: string;
            message: string;
            /** @default null */
            stepInstanceId?: string | null;
        };
        /**
         * CapsuleEvent
         * @description A row of the event log.
         */
        CapsuleEvent: {
            /** Format: date-time */
            at: string;
            /** @default {} */
            data?: {
                [key: string]: unknown;
            };
            seq: number;
            type: string;
        };
        /**
         * CapsuleFlow
         * @description The flow and the version that ran.
         */
        CapsuleFlow: {
            /** Format: uuid */
            id: string;
            name: string;
            version: number;
        };
        /**
         * CapsuleOmission
         * @description A value that was too large: where it stood (JSON Pointer into the capsule), and its bytes.
         */
        CapsuleOmission: {
            at: string;
            bytes: number;
        };
        /**
         * CapsuleOut
         * @description What came of a capsule's replay, and what it holds: the run, the definition that it was replayed with, and the
         *     contexts that the replay began and ended with. `masked` and `omitted` say what is missing in it.
         */
        CapsuleOut: {
            context: unknown;
            definition: {
                [key: string]: unknown;
            };
            error: components["schemas"]["RunError"] | null;
            firstDivergence: components["schemas"]["ReplayPoint"] | null;
            /** Format: uuid */
            flowId: string;
            flowName: string;
            flowVersion: number;
            masked: string[];
            missed: components["schemas"]["MissedVisit"][];
            omitted: components["schemas"]["CapsuleOmission"][];
            output: unknown;
            reason: string;
            run: components["schemas"]["CapsuleRun"];
            startContext: unknown;
            status: ("COMPLETED" | "FAILED" | "WAITING" | "STOPPED") | null;
            truncated: boolean;
            verdict: components["schemas"]["ReplayVerdict"];
            visits: components["schemas"]["ReplayVisit"][];
        };
        /**
         * CapsulePrompt
         * @description A prompt version the run was bound to.
         */
        CapsulePrompt: {
            content: string;
            id: string;
            version: number;
        };
        /**
         * CapsuleRedrive
         * @description Where a run that was redriven began: at which of its visits, and with which context.
         */
        CapsuleRedrive: {
            context: {
                [key: string]: unknown;
            };
            fromSeq: number;
        };
        /**
         * CapsuleRun
         * @description The run itself.
         */
        CapsuleRun: {
            /** Format: date-time */
            createdAt: string;
            endedAt: string | null;
            /** @default null */
            error?: components["schemas"]["CapsuleError"] | null;
            /** Format: uuid */
            id: string;
            /** @default {} */
            labels?: {
                [key: string]: string;
            };
            /** @default null */
            output?: unknown;
            startedAt: string | null;
            status: components["schemas"]["Status"];
            trigger: string;
        };
        /**
         * CapsuleTransition
         * @description The way out of a visit.
         */
        CapsuleTransition: {
            condition: string | null;
            /** @default false */
            failed?: boolean;
            kind: components["schemas"]["TransitionKind"];
            nextStepInstanceId: string | null;
            /** @default [] */
            operands?: unknown[];
        };
        /**
         * CapsuleVisit
         * @description One visit of a step. `input`, `output` and `result` are absent when they were never made.
         *
         *     A change is `[keys, kind, payload]`: kind 0 puts the payload at the keys, kind 1 what lies at the payload's keys in
         *     the output.
         */
        CapsuleVisit: {
            /** @default [] */
            attemptLog?: components["schemas"]["CapsuleAttempt"][];
            attempts: number;
            /** @default [] */
            changes?: unknown[][];
            endedAt: string | null;
            error: components["schemas"]["CapsuleError"] | null;
            inherited: boolean;
            /** @default null */
            input?: unknown;
            /** @default [] */
            logs?: unknown[];
            /** @default [] */
            mappingEvents?: {
                [key: string]: unknown;
            }[];
            /** @default {} */
            metadata?: {
                [key: string]: unknown;
            };
            /** @default null */
            output?: unknown;
            path: string;
            /** @default null */
            result?: unknown;
            seq: number;
            /** Format: date-time */
            startedAt: string;
            status: components["schemas"]["StepStatus"];
            stepInstanceId: string;
            stepType: string;
            transition: components["schemas"]["CapsuleTransition"] | null;
            warningCount: number;
        };
        /**
         * ChangedStep
         * @description How one step changed: JSON Patch (RFC 6902), and whether it also moved on the canvas.
         */
        ChangedStep: {
            moved: boolean;
            patch: {
                [key: string]: unknown;
            }[];
            stepInstanceId: string;
        };
        /**
         * ChangeKind
         * @description Where lines are: in both versions, only in the first, only in the second.
         * @enum {string}
         */
        ChangeKind: "equal" | "removed" | "added";
        /**
         * Changes
         * @description How many places of the context a visit wrote.
         */
        Changes: {
            added: number;
            changed: number;
            removed: number;
        };
        /**
         * ChangesOut
         * @description The changes in order. `next` is the `after` of the page behind; null when no ended visit is left.
         */
        ChangesOut: {
            next: number | null;
            results: components["schemas"]["VisitChanges"][];
        };
        /**
         * Checkpoint
         * @description A milestone of progress that is shown when the step is done.
         */
        Checkpoint: {
            id: string;
            /** @default  */
            label?: string;
            /** @default null */
            order?: number | null;
        };
        /**
         * ChildOut
         * @description A run that a step of this one started.
         */
        ChildOut: {
            /** Format: uuid */
            flowId: string;
            flowVersion: number;
            /** Format: uuid */
            id: string;
            seq: number | null;
            status: components["schemas"]["ExecutionStatus"];
        };
        /**
         * ClusterList
         * @description At most 50 clusters of runs that ended `from` then on, the largest first.
         */
        ClusterList: {
            /** Format: date-time */
            from: string;
            results: components["schemas"]["ClusterOut"][];
        };
        /**
         * ClusterOut
         * @description Failed runs that are alike: of one flow, at one step, by one error whose message says the same.
         *
         *     What differs between such messages stands as `<n>`, `<text>` and so on. `count`, `open` and `lastSeenAt` are of the
         *     range; `firstSeenAt`, the latest run and its version are of all the runs there are. `open` are those that no redrive
         *     has led to a completed run. `trend` counts each of 24 equal parts of the range, the oldest first.
         */
        ClusterOut: {
            code: string;
            count: number;
            errorName: string;
            fingerprint: string;
            /** Format: date-time */
            firstSeenAt: string;
            /** Format: uuid */
            flowId: string;
            flowName: string;
            flowVersion: number;
            /** Format: date-time */
            lastSeenAt: string;
            /** Format: uuid */
            latestExecutionId: string;
            message: string;
            open: number;
            stepInstanceId: string | null;
            trend: number[];
        };
        /**
         * ComparedRun
         * @description One of the two runs.
         */
        ComparedRun: {
            /** Format: date-time */
            createdAt: string;
            endedAt: string | null;
            /** Format: uuid */
            flowId: string;
            flowVersion: number;
            /** Format: uuid */
            id: string;
            status: components["schemas"]["ExecutionStatus"];
            visits: number;
        };
        /**
         * ComparedVisit
         * @description One place of the two runs: the visits of a step on the same path, met as often before.
         *
         *     `occurrence` counts the visits of the path from 1. `leftExecutionId` and `rightExecutionId` name the chunk that a
         *     visit of a distributed fork stands in, else the run itself; the sequence numbers are theirs. A visit of which it is
         *     not known what differs has no `differences` (see `truncated`).
         */
        ComparedVisit: {
            differences: components["schemas"]["Difference"][];
            leftExecutionId: string | null;
            leftInherited: boolean;
            leftSeq: number | null;
            leftStatus: ("RUNNING" | "COMPLETED" | "FAILED" | "RETRYING" | "WAITING" | "SKIPPED" | "CANCELLED") | null;
            occurrence: number;
            path: string;
            rightExecutionId: string | null;
            rightInherited: boolean;
            rightSeq: number | null;
            rightStatus: ("RUNNING" | "COMPLETED" | "FAILED" | "RETRYING" | "WAITING" | "SKIPPED" | "CANCELLED") | null;
            stepInstanceId: string;
            verdict: components["schemas"]["Verdict"];
        };
        /**
         * ComparisonCounts
         * @description How many places there are of each verdict.
         */
        ComparisonCounts: {
            differs: number;
            onlyLeft: number;
            onlyRight: number;
            same: number;
        };
        /**
         * ComparisonOut
         * @description Two runs, visit by visit. `firstDivergence` is exact however long they are.
         *
         *     `truncated` says that there are more rows than these (those that differ are kept before those that do not), or that
         *     of some visits it is only known that they differ.
         */
        ComparisonOut: {
            counts: components["schemas"]["ComparisonCounts"];
            firstDivergence: components["schemas"]["ComparedVisit"] | null;
            left: components["schemas"]["ComparedRun"];
            right: components["schemas"]["ComparedRun"];
            rows: components["schemas"]["ComparedVisit"][];
            same: boolean;
            sameDefinition: boolean;
            truncated: boolean;
        };
        /**
         * CompletionAction
         * @description What is done when a run ends. `target` is a URL, queue, topic, function or flow, by `action_type`.
         */
        CompletionAction: {
            actionType: components["schemas"]["CompletionActionType"];
            /** @default null */
            condition?: string | null;
            /** @default null */
            connectionId?: string | null;
            /** @default ANY */
            executeOnStatus?: components["schemas"]["ExecuteOnStatus"];
            /**
             * Format: template-json
             * @default null
             */
            payloadTemplate?: unknown;
            /** @default null */
            target?: string | null;
        };
        /**
         * CompletionActionType
         * @description What a completion action does.
         * @enum {string}
         */
        CompletionActionType: "API_CALL" | "SQS_SEND" | "SNS_SEND" | "CUSTOM_LAMBDA_INVOKE" | "START_FLOW_EXECUTION" | "WEBHOOK" | "LOG_ONLY";
        /**
         * ConnectionIn
         * @description `config` by kind: HTTP {`baseUrl`?, `testPath`?, `auth`}, LLM {`provider`, `baseUrl`?, `models`?}.
         */
        ConnectionInRequest: {
            config?: {
                [key: string]: unknown;
            };
            /** @default null */
            credentialId?: string | null;
            kind: components["schemas"]["ConnectionKind"];
            name: string;
        };
        /**
         * ConnectionKind
         * @description What is on the other side.
         * @enum {string}
         */
        ConnectionKind: "HTTP" | "LLM";
        /**
         * ConnectionOut
         * @description A connection; its config holds no secret.
         */
        ConnectionOut: {
            config: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            credentialId: string | null;
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["ConnectionKind"];
            name: string;
            /** Format: date-time */
            updatedAt: string;
        };
        /**
         * ConnectionTestResult
         * @description What trying a connection gave.
         */
        ConnectionTestResult: {
            code: string | null;
            latencyMs: number;
            message: string;
            ok: boolean;
            status: number | null;
        };
        /**
         * ContextOut
         * @description The context beside a visit. A viewer may see less of it than a JSON object.
         */
        ContextOut: {
            context: unknown;
            seq: number;
            side: string;
        };
        /** @enum {string} */
        ContextSide: "before" | "after";
        /**
         * CredentialCreate
         * @description `value` by kind: token {`token`}, basic {`username`,`password`}, oauth2_client {`clientId`,`clientSecret`}.
         */
        CredentialCreateRequest: {
            /** @description api.example.com, *.example.com, host:port */
            allowedHosts: string[];
            kind: components["schemas"]["CredentialKind"];
            name: string;
            value: {
                [key: string]: unknown;
            };
        };
        /**
         * CredentialKind
         * @description What a credential's value consists of.
         * @enum {string}
         */
        CredentialKind: "token" | "basic" | "oauth2_client";
        /**
         * CredentialOut
         * @description A credential without its value.
         */
        CredentialOut: {
            allowedHosts: string[];
            connections: components["schemas"]["NamedConnection"][];
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["CredentialKind"];
            lastUsedAt: string | null;
            name: string;
            /** Format: date-time */
            updatedAt: string;
        };
        /**
         * CredentialReplace
         * @description The whole credential; without `value` the stored one stays.
         */
        CredentialReplaceRequest: {
            allowedHosts: string[];
            kind: components["schemas"]["CredentialKind"];
            name: string;
            /** @default null */
            value?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * CredentialUseOut
         * @description An execution that used a credential in an hour; an empty `executionId` is a test.
         */
        CredentialUseOut: {
            connectionId: string | null;
            executionId: string;
            /** Format: date-time */
            firstUsedAt: string;
        };
        /**
         * DashboardStats
         * @description A range of whole buckets, the last of which has begun. `previous` is the time before it, as long as this one.
         *
         *     `flows` are at most 100, the busiest first.
         */
        DashboardStats: {
            buckets: components["schemas"]["BucketOut"][];
            flows: components["schemas"]["FlowOut"][];
            /** Format: date-time */
            from: string;
            previous: components["schemas"]["TotalsOut"];
            range: components["schemas"]["Range"];
            /** Format: date-time */
            to: string;
            totals: components["schemas"]["TotalsOut"];
        };
        /**
         * DashboardSteps
         * @description Steps of runs that have ended, by visits that ended in the range; at most 500, the most visited first.
         *
         *     Visits that a redrive inherited and steps that were skipped do not count. `leftOut` says how many steps are not
         *     listed; `totals` are of all.
         */
        DashboardSteps: {
            /** Format: date-time */
            from: string;
            leftOut: number;
            range: components["schemas"]["Range"];
            steps: components["schemas"]["StepStatisticsOut"][];
            /** Format: date-time */
            to: string;
            totals: components["schemas"]["StepTotalsOut"];
        };
        /**
         * DecideBody
         * @description The payload: it becomes the output of the step that waits.
         */
        DecideBodyRequest: {
            payload: unknown;
        };
        /**
         * DefaultStepConfig
         * @description Applied where a step is silent.
         */
        DefaultStepConfig: {
            /** @default null */
            inferenceParameters?: {
                [key: string]: unknown;
            } | null;
            /** @default null */
            onError?: components["schemas"]["OnError"] | null;
            /** @default null */
            timeoutSeconds?: number | null;
        };
        /**
         * DefinitionBody
         * @description A definition to look at.
         */
        DefinitionBodyRequest: {
            definition: {
                [key: string]: unknown;
            };
        };
        /**
         * Delay
         * @description A durable pause: `milliseconds`, or a random one from `delay_from` to `delay_to` (milliseconds).
         */
        Delay: {
            /** @default null */
            delayFrom?: number | null;
            /** @default null */
            delayTo?: number | null;
            /** @default null */
            milliseconds?: number | null;
            /** @default after */
            position?: components["schemas"]["DelayPosition"];
        };
        /**
         * DelayPosition
         * @description Whether a delay is waited out before the attempt or after the output is mapped.
         * @enum {string}
         */
        DelayPosition: "before" | "after";
        /**
         * DeliveryOut
         * @description What became of an event: DELIVERED to a run, or BUFFERED for ten minutes.
         */
        DeliveryOut: {
            executionId: string | null;
            status: string;
        };
        /**
         * Difference
         * @description A part of a visit.
         * @enum {string}
         */
        Difference: "status" | "input" | "output" | "transition" | "error" | "changes";
        /**
         * DiffOut
         * @description What makes the context after `to` of that after `from`: a JSON Patch.
         */
        DiffOut: {
            from: number;
            patch: {
                [key: string]: unknown;
            }[];
            to: number;
        };
        /**
         * DraftSave
         * @description Any JSON object inside the limits; what is wrong with it comes back as problems.
         */
        DraftSaveRequest: {
            /** @default null */
            changeNote?: string | null;
            definition: {
                [key: string]: unknown;
            };
        };
        /**
         * EffectOut
         * @description An effect that may be sent again, in words without secrets, and how often it was from there on.
         */
        EffectOut: {
            name: string;
            sideEffects: string;
            stepInstanceId: string;
            stepType: string;
            summary: string;
            timesBefore: number;
        };
        /** @enum {string} */
        ErrorNameEnum: "TransientStepError" | "StepTimeoutError" | "ContentStepError" | "PermanentStepError" | "MappingError" | "TransitionLimitError" | "PollingExhaustedError" | "ParallelBranchError" | "SubFlowFailedError" | "SecurityViolationError";
        /**
         * EvaluateBody
         * @description An expression and what it is evaluated on: a context, or a moment of a run (default: its last).
         */
        EvaluateBodyRequest: {
            /** @default null */
            context?: {
                [key: string]: unknown;
            } | null;
            /** @default null */
            executionId?: string | null;
            expression: string;
            kind: components["schemas"]["ExpressionKind"];
            /** @default null */
            seq?: number | null;
            /** @default after */
            side?: components["schemas"]["ContextSide"];
        };
        /**
         * EvaluateOut
         * @description The value (null when there is none) and the mapping event that says why.
         */
        EvaluateOut: {
            event: {
                [key: string]: unknown;
            };
            value: unknown;
        };
        /**
         * EventBody
         * @description An event for whoever waits for the key. An `eventId` is taken once.
         */
        EventBodyRequest: {
            correlationKey: string;
            /** @default null */
            eventId?: string | null;
            payload: unknown;
        };
        /**
         * EventOut
         * @description An event; what it carries besides stands beside these.
         */
        EventOut: {
            /** Format: date-time */
            at: string;
            seq: number;
            type: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ExecuteOnStatus
         * @description The end of a run that a completion action is for.
         * @enum {string}
         */
        ExecuteOnStatus: "COMPLETED" | "FAILED" | "CANCELLED" | "TIMED_OUT" | "ANY";
        /**
         * ExecutionCount
         * @description How many runs match. It stops at 10,000, or where a page's search would; `exact` is false then.
         */
        ExecutionCount: {
            count: number;
            exact: boolean;
        };
        /**
         * ExecutionDetail
         * @description A run with its lineage and what was asked of it.
         */
        ExecutionDetail: {
            cancelRequestedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            currentStepInstanceId: string | null;
            durationMs: number | null;
            endedAt: string | null;
            error: components["schemas"]["RunError"] | null;
            errorFingerprint: string | null;
            eventSeq: number;
            /** Format: uuid */
            flowId: string;
            flowVersion: number;
            /** Format: uuid */
            id: string;
            input: unknown;
            labels: {
                [key: string]: string;
            };
            lineage: components["schemas"]["Lineage"];
            output: unknown;
            parentId: string | null;
            pauseRequestedAt: string | null;
            priority: number;
            progress: components["schemas"]["ProgressOut"];
            redriveOf: string | null;
            startedAt: string | null;
            status: components["schemas"]["ExecutionStatus"];
            trigger: string;
        };
        /**
         * ExecutionOut
         * @description A run. A value over 64 KB is `{preview, bytes, href}`. Runs that failed alike have one `errorFingerprint`.
         */
        ExecutionOut: {
            /** Format: date-time */
            createdAt: string;
            currentStepInstanceId: string | null;
            durationMs: number | null;
            endedAt: string | null;
            error: components["schemas"]["RunError"] | null;
            errorFingerprint: string | null;
            /** Format: uuid */
            flowId: string;
            flowVersion: number;
            /** Format: uuid */
            id: string;
            input: unknown;
            labels: {
                [key: string]: string;
            };
            output: unknown;
            parentId: string | null;
            priority: number;
            progress: components["schemas"]["ProgressOut"];
            redriveOf: string | null;
            startedAt: string | null;
            status: components["schemas"]["ExecutionStatus"];
            trigger: string;
        };
        /**
         * ExecutionPage
         * @description A page of runs. `next` and `previous` are whole URLs, null at the ends.
         *
         *     `searchedTo` is null when every run was looked at that the page could hold. Else the search stopped at runs that
         *     were created then, after as many as one answer looks at: the page may hold few or none, and `next` goes on.
         */
        ExecutionPage: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["ExecutionOut"][];
            searchedTo: string | null;
        };
        /**
         * ExecutionQuery
         * @description Filters of the list of runs. A run has all labels and all search attributes that are named.
         */
        ExecutionQuery: {
            /** @default [] */
            attribute?: string[];
            /** @default null */
            endedAfter?: string | null;
            /** @default null */
            endedBefore?: string | null;
            /** @default null */
            error?: string | null;
            /** @default null */
            errorName?: string | null;
            /** @default null */
            errorStep?: string | null;
            /** @default null */
            fingerprint?: string | null;
            /** @default null */
            flow?: string | null;
            /** @default [] */
            label?: string[];
            /** @default null */
            parent?: string | null;
            /** @default null */
            redriven?: boolean | null;
            /** @default null */
            redriveOf?: string | null;
            /** @default null */
            search?: string | null;
            /** @default null */
            startedAfter?: string | null;
            /** @default null */
            startedBefore?: string | null;
            /** @default null */
            status?: string | null;
            /** @default null */
            trigger?: string | null;
            /** @default null */
            version?: number | null;
        };
        /** @enum {string} */
        ExecutionStatus: "QUEUED" | "RUNNING" | "WAITING" | "PAUSED" | "COMPLETED" | "FAILED" | "CANCELLED" | "TIMED_OUT" | "QUARANTINED";
        /**
         * ExportBody
         * @description What to export; everything these refer to comes along. With nothing named, the whole workspace.
         */
        ExportBodyRequest: {
            /** @default [] */
            flowIds?: string[];
            /** @default [] */
            promptIds?: string[];
            /** @default [] */
            stepDefinitionIds?: string[];
        };
        /**
         * ExportDocument
         * @description Each item is one version of one thing, with the ids of where it comes from.
         */
        ExportDocument: {
            connections: {
                [key: string]: unknown;
            }[];
            /** Format: date-time */
            exportedAt: string;
            flows: {
                [key: string]: unknown;
            }[];
            formatVersion: string;
            prompts: {
                [key: string]: unknown;
            }[];
            stepDefinitions: {
                [key: string]: unknown;
            }[];
        };
        /**
         * ExpressionKind
         * @description What the expression is written in.
         * @enum {string}
         */
        ExpressionKind: "path" | "condition" | "template";
        FieldError: {
            message: string;
            /** @description A JSON Pointer, or the name of a query parameter. */
            path: string;
        };
        /**
         * Flow
         * @description A flow: names, and which versions it has.
         */
        Flow: {
            archivedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            description: string;
            /** Format: uuid */
            id: string;
            latestVersion: number;
            name: string;
            owner: string;
            publishedVersion: number | null;
            tags: string[];
            /** Format: date-time */
            updatedAt: string;
        };
        /**
         * FlowCaller
         * @description A version of another flow that starts this one; `pinnedVersion` null: the published one when its run starts.
         */
        FlowCaller: {
            /** Format: uuid */
            flowId: string;
            name: string;
            onCompletion: boolean;
            pinnedVersion: number | null;
            status: components["schemas"]["FlowCallerStatusEnum"];
            steps: string[];
            version: number;
        };
        /**
         * FlowCallers
         * @description Every draft and published version that starts a flow.
         */
        FlowCallers: {
            results: components["schemas"]["FlowCaller"][];
        };
        /** @enum {string} */
        FlowCallerStatusEnum: "draft" | "published";
        /**
         * FlowClone
         * @description The copy's name, and the version to copy (the latest if absent).
         */
        FlowCloneRequest: {
            /** @default null */
            name?: string | null;
            /** @default null */
            version?: number | null;
        };
        /**
         * FlowCreate
         * @description A new flow with draft version 1; without a definition the draft is one step that does nothing.
         */
        FlowCreateRequest: {
            /** @default null */
            definition?: {
                [key: string]: unknown;
            } | null;
            /** @default  */
            description?: string;
            name: string;
            /** @default [] */
            tags?: string[];
        };
        /**
         * FlowDefinition
         * @description A whole flow as one version holds it.
         */
        FlowDefinition: {
            /** @default null */
            defaultStepConfig?: components["schemas"]["DefaultStepConfig"] | null;
            /** @default {} */
            flowVariables?: {
                [key: string]: unknown;
            };
            /** @default [] */
            groups?: components["schemas"]["Group"][];
            /** @default null */
            inputSchema?: {
                [key: string]: unknown;
            } | null;
            /** @default null */
            maxConcurrentExecutions?: number | null;
            /** @default [] */
            notes?: components["schemas"]["Note"][];
            /** @default [] */
            onCompletionActions?: components["schemas"]["CompletionAction"][];
            /** @default null */
            output?: {
                [key: string]: string | components["schemas"]["MappingSource"];
            } | null;
            /** @default null */
            outputSchema?: {
                [key: string]: unknown;
            } | null;
            /** @default [] */
            redactPaths?: string[];
            /**
             * @default 1
             * @constant
             */
            schemaVersion?: "1";
            /** @default {} */
            searchAttributes?: {
                [key: string]: string;
            };
            /** Format: step-ref */
            startStepInstanceId: string;
            steps: {
                [key: string]: components["schemas"]["StepInstance"];
            };
            /** @default null */
            timeoutSeconds?: number | null;
        };
        /**
         * FlowDiff
         * @description What makes the second version of the first. Variables and settings are JSON Patches of the definition.
         */
        FlowDiff: {
            flowVariables: {
                [key: string]: unknown;
            }[];
            settings: {
                [key: string]: unknown;
            }[];
            steps: components["schemas"]["StepsDiff"];
        };
        /**
         * FlowFromTemplate
         * @description The new flow, and the flows that were made along with it. Unpublished ones must be published before a run.
         */
        FlowFromTemplate: {
            archivedAt: string | null;
            companions: components["schemas"]["Flow"][];
            /** Format: date-time */
            createdAt: string;
            description: string;
            /** Format: uuid */
            id: string;
            latestVersion: number;
            name: string;
            owner: string;
            publishedVersion: number | null;
            tags: string[];
            /** Format: date-time */
            updatedAt: string;
        };
        /**
         * FlowOut
         * @description The runs of a flow that ended in the range; `failed` holds those that timed out or are quarantined.
         */
        FlowOut: {
            failed: number;
            /** Format: uuid */
            flowId: string;
            name: string;
            p50Ms: number | null;
            p95Ms: number | null;
            runs: number;
            successRate: number | null;
        };
        /**
         * FlowStatisticsList
         * @description One entry for each flow that the workspace has.
         */
        FlowStatisticsList: {
            results: components["schemas"]["FlowStatisticsOut"][];
        };
        /**
         * FlowStatisticsOut
         * @description A flow's runs. `successRate` (0 to 1) is of the ended among the last 100 of 30 days. `runCount` stops at 1000.
         */
        FlowStatisticsOut: {
            /** Format: uuid */
            flowId: string;
            lastExecution: components["schemas"]["LastExecution"] | null;
            recent: components["schemas"]["RecentExecution"][];
            runCount: number;
            runCountIsExact: boolean;
            successRate: number | null;
        };
        /**
         * FlowTag
         * @description A tag, and how many flows have it.
         */
        FlowTag: {
            count: number;
            tag: string;
        };
        /**
         * FlowTags
         * @description All tags of a workspace's flows.
         */
        FlowTags: {
            results: components["schemas"]["FlowTag"][];
        };
        /**
         * FlowVersionOut
         * @description One version with its definition as it was saved.
         */
        FlowVersionOut: {
            changeNote: string;
            contentHash: string;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            definition: {
                [key: string]: unknown;
            };
            number: number;
            publishedAt: string | null;
            publishedBy: string;
            revision: number;
            status: components["schemas"]["VersionStatus"];
            /** Format: date-time */
            updatedAt: string;
            updatedBy: string;
        };
        /**
         * FlowVersionSummary
         * @description One version without its definition.
         */
        FlowVersionSummary: {
            changeNote: string;
            contentHash: string;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            number: number;
            publishedAt: string | null;
            publishedBy: string;
            revision: number;
            status: components["schemas"]["VersionStatus"];
            /** Format: date-time */
            updatedAt: string;
            updatedBy: string;
        };
        /**
         * Group
         * @description A frame on the canvas.
         */
        Group: {
            /** @default false */
            collapsed?: boolean;
            /** @default null */
            color?: string | null;
            id: string;
            /** @default  */
            label?: string;
            /** @default [] */
            stepInstanceIds?: string[];
        };
        /**
         * ImpactAt
         * @description Where a run would go another way: where it breaks, else where it first differs. `kind` as in a replay.
         */
        ImpactAt: {
            kind: components["schemas"]["PointKind"];
            message: string;
            path: string;
            seq: number | null;
            stepInstanceId: string;
            stepName: string;
        };
        /**
         * ImpactGroupOut
         * @description Runs that would go another way in the same manner, the largest group first.
         */
        ImpactGroupOut: {
            count: number;
            executionIds: string[];
            kind: components["schemas"]["PointKind"] | null;
            message: string;
            stepInstanceId: string | null;
            stepName: string | null;
            verdict: components["schemas"]["ReplayVerdict"];
        };
        /**
         * ImpactOut
         * @description The last ended runs of the flow replayed against a version, the newest first.
         *
         *     `replayed` counts those that could be looked at within the time there is; `ranOutOfTime` says that it was not enough
         *     for all.
         */
        ImpactOut: {
            breaks: number;
            differs: number;
            groups: components["schemas"]["ImpactGroupOut"][];
            notReplayable: number;
            ranOutOfTime: boolean;
            replayed: number;
            runs: components["schemas"]["ImpactRun"][];
            same: number;
            version: number;
        };
        /**
         * ImpactRun
         * @description What the version would have done to one run. `reason` says it in words.
         */
        ImpactRun: {
            at: components["schemas"]["ImpactAt"] | null;
            endedAt: string | null;
            /** Format: uuid */
            executionId: string;
            flowVersion: number;
            reason: string;
            verdict: components["schemas"]["ReplayVerdict"];
        };
        /**
         * ImportConflict
         * @description Something the workspace has already, and what was done about it.
         */
        ImportConflict: {
            kind: string;
            message: string;
            name: string;
        };
        /**
         * ImportDocument
         * @description An export of this product or, with `formatVersion` 1.0, of an Allma installation.
         */
        ImportDocumentRequest: {
            [key: string]: unknown;
        };
        /**
         * ImportedItem
         * @description What an import made (or, in a dry run, would make) of one item of the document.
         */
        ImportedItem: {
            id: string | null;
            kind: string;
            name: string;
            sourceId: string;
        };
        /**
         * ImportProblem
         * @description A problem in one item of the document.
         */
        ImportProblem: {
            code: string;
            /** @default  */
            hint?: string;
            kind: string;
            message: string;
            name: string;
            path: string;
            severity: components["schemas"]["Severity"];
            sourceId: string;
            /** @default null */
            stepInstanceId?: string | null;
        };
        /**
         * ImportReport
         * @description What an import did. `dry_run` true: nothing was kept.
         */
        ImportReport: {
            conflicts: components["schemas"]["ImportConflict"][];
            created: components["schemas"]["ImportedItem"][];
            dryRun: boolean;
            problems: components["schemas"]["ImportProblem"][];
        };
        /**
         * InheritedOut
         * @description The visits that are not made again.
         */
        InheritedOut: {
            steps: components["schemas"]["InheritedStep"][];
            visits: number;
        };
        /**
         * InheritedStep
         * @description How many visits of a step are inherited.
         */
        InheritedStep: {
            stepInstanceId: string;
            visits: number;
        };
        /**
         * Installation
         * @description What a client should know of the server: its version, its limits in bytes and numbers, where its pages are.
         */
        Installation: {
            blobThresholdBytes: number;
            docsUrl: string;
            maxContextBytes: number;
            maxDefinitionBytes: number;
            maxDepth: number;
            maxInputBytes: number;
            maxStepOutputBytes: number;
            maxSteps: number;
            publicUrl: string;
            schemaUrl: string;
            version: string;
        };
        /**
         * ItemStatus
         * @description STARTED: its new run has not ended. SKIPPED: there was nothing to do, `message` says why.
         * @enum {string}
         */
        ItemStatus: "PENDING" | "STARTED" | "SUCCEEDED" | "FAILED" | "SKIPPED";
        /**
         * LastExecution
         * @description The newest run of a flow.
         */
        LastExecution: {
            /** Format: date-time */
            createdAt: string;
            endedAt: string | null;
            /** Format: uuid */
            id: string;
            startedAt: string | null;
            status: components["schemas"]["ExecutionStatus"];
        };
        /**
         * LastGood
         * @description A run that went well; null when the flow has none.
         */
        LastGood: {
            endedAt: string | null;
            executionId: string | null;
        };
        /**
         * LastResolvedOut
         * @description A run of the flow in which the expression found something, and the beginning of what it found.
         */
        LastResolvedOut: {
            endedAt: string | null;
            /** Format: uuid */
            executionId: string;
            seq: number;
            value: string;
        };
        /**
         * Limits
         * @description A workspace's own limits; null or absent means the installation's.
         */
        Limits: {
            /** @default null */
            maxQueued?: number | null;
            /** @default null */
            maxRunning?: number | null;
        };
        /**
         * Lineage
         * @description What a run came from and what came from it.
         *
         *     Of a redrive from a visit: `redriveFromSeq` is that visit, `redriveContextDiff` what was edited, as JSON Patch.
         */
        Lineage: {
            children: components["schemas"]["ChildOut"][];
            parentId: string | null;
            parentSeq: number | null;
            redriveContextDiff: {
                [key: string]: unknown;
            }[] | null;
            redriveFromSeq: number | null;
            redriveOf: string | null;
            redrives: components["schemas"]["RedriveOut"][];
        };
        /**
         * LineageOut
         * @description What is at a place at a moment (`value` is the beginning of its JSON text), who wrote it and who read it.
         *
         *     `writtenBy` is null where nobody ever wrote. `readers` are those who read what `writtenBy` left there.
         */
        LineageOut: {
            earlier: components["schemas"]["WriterOut"][];
            found: boolean;
            path: string;
            readers: components["schemas"]["ReaderOut"][];
            seq: number;
            side: string;
            truncated: boolean;
            value: string | null;
            writtenBy: components["schemas"]["WriterOut"] | null;
        };
        /**
         * Login
         * @description A user name and a password.
         */
        LoginRequest: {
            password: string;
            username: string;
        };
        /**
         * MappingSource
         * @description Where an input mapping reads: a path on the context, and whether finding nothing is an error.
         */
        MappingSource: {
            path: string;
            required?: boolean;
        };
        /**
         * MemberCreate
         * @description A user to add; `password` creates one who does not exist.
         */
        MemberCreateRequest: {
            /** @default null */
            password?: string | null;
            role: components["schemas"]["Role"];
            username: string;
        };
        /**
         * MemberOut
         * @description A member. `id` is the membership's.
         */
        MemberOut: {
            /** Format: date-time */
            createdAt: string;
            /** Format: uuid */
            id: string;
            role: components["schemas"]["Role"];
            username: string;
        };
        /**
         * MilestoneOut
         * @description A checkpoint.
         */
        MilestoneOut: {
            done: boolean;
            id: string;
            label: string;
        };
        /**
         * MissedVisit
         * @description A visit of the recorded run that the replay does not make.
         */
        MissedVisit: {
            path: string;
            seq: number;
            stepInstanceId: string;
        };
        /**
         * MockBody
         * @description In the place of a step's effect: an output (for a wait: the payload of its event), or an error.
         */
        MockBody: {
            /** @default null */
            error?: components["schemas"]["MockErrorBody"] | null;
            /** @default null */
            output?: unknown;
        };
        /**
         * MockErrorBody
         * @description An error in the place of a step's effect.
         */
        MockErrorBody: {
            /** @default mocked */
            code?: string;
            errorName: components["schemas"]["ErrorNameEnum"];
            /** @default The mock says so. */
            message?: string;
        };
        /**
         * MovedStep
         * @description A step that only moved on the canvas.
         */
        MovedStep: {
            patch: {
                [key: string]: unknown;
            }[];
            stepInstanceId: string;
        };
        /**
         * NamedConnection
         * @description A connection by name.
         */
        NamedConnection: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        /**
         * NewDraft
         * @description Where a draft begins: a version, or the latest one.
         */
        NewDraftRequest: {
            /** @default null */
            sourceVersion?: number | null;
        };
        /**
         * Note
         * @description A sticky note on the canvas.
         */
        Note: {
            /** @default null */
            color?: string | null;
            id: string;
            /** @default null */
            position?: components["schemas"]["Position"] | null;
            /** @default null */
            size?: components["schemas"]["Size"] | null;
            /** @default  */
            text?: string;
        };
        /**
         * NoteOut
         * @description Something worth knowing before it begins: `moved_to_fork`, `still_running`.
         */
        NoteOut: {
            code: string;
            message: string;
        };
        /**
         * OnError
         * @description What follows a failure, in this order: content retries, retries, continue, fallback, fail.
         */
        OnError: {
            /** @default false */
            continueOnFailure?: boolean;
            /** @default null */
            fallbackStepInstanceId?: string | null;
            /** @default null */
            retries?: components["schemas"]["Retries"] | null;
            /** @default null */
            retryOnContentError?: components["schemas"]["RetryOnContentError"] | null;
        };
        /**
         * OutputValidation
         * @description What a step's output must have: paths on the output that find something, and a JSON Schema.
         */
        OutputValidation: {
            /** @default [] */
            requiredFields?: string[];
            /** @default null */
            schema?: {
                [key: string]: unknown;
            } | null;
        };
        /** Page[ApiKeyOut] */
        PageApiKeyOut: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["ApiKeyOut"][];
        };
        /** Page[ApprovalOut] */
        PageApprovalOut: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["ApprovalOut"][];
        };
        /** Page[AuditRecordOut] */
        PageAuditRecordOut: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["AuditRecordOut"][];
        };
        /** Page[BulkItemOut] */
        PageBulkItemOut: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["BulkItemOut"][];
        };
        /** Page[BulkJobOut] */
        PageBulkJobOut: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["BulkJobOut"][];
        };
        /** Page[ConnectionOut] */
        PageConnectionOut: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["ConnectionOut"][];
        };
        /** Page[CredentialOut] */
        PageCredentialOut: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["CredentialOut"][];
        };
        /** Page[CredentialUseOut] */
        PageCredentialUseOut: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["CredentialUseOut"][];
        };
        /** Page[EventOut] */
        PageEventOut: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["EventOut"][];
        };
        /** Page[Flow] */
        PageFlow: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["Flow"][];
        };
        /** Page[FlowVersionSummary] */
        PageFlowVersionSummary: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["FlowVersionSummary"][];
        };
        /** Page[MemberOut] */
        PageMemberOut: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["MemberOut"][];
        };
        /** Page[Prompt] */
        PagePrompt: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["Prompt"][];
        };
        /** Page[PromptVersionSummary] */
        PagePromptVersionSummary: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["PromptVersionSummary"][];
        };
        /** Page[SavedSearchOut] */
        PageSavedSearchOut: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["SavedSearchOut"][];
        };
        /** Page[StepDefinitionSummary] */
        PageStepDefinitionSummary: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["StepDefinitionSummary"][];
        };
        /** Page[StepOut] */
        PageStepOut: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["StepOut"][];
        };
        /** Page[WorkspaceOut] */
        PageWorkspaceOut: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["WorkspaceOut"][];
        };
        /**
         * EntityPatch
         * @description The names to change; what is not sent stays. `archived` false restores an archived one.
         */
        PatchedEntityPatchRequest: {
            /** @default null */
            archived?: boolean | null;
            /** @default null */
            description?: string | null;
            /** @default null */
            name?: string | null;
            /** @default null */
            tags?: string[] | null;
        };
        /**
         * MemberPatch
         * @description Another role.
         */
        PatchedMemberPatchRequest: {
            role: components["schemas"]["Role"];
        };
        /**
         * WorkspacePatch
         * @description What to change; what is not sent stays.
         */
        PatchedWorkspacePatchRequest: {
            /** @default null */
            limits?: components["schemas"]["Limits"] | null;
            /** @default null */
            name?: string | null;
        };
        /** @enum {string} */
        PermissionsEnum: "read" | "run" | "edit" | "publish" | "administer";
        /**
         * PlaceWriterOut
         * @description A step that writes the place that is missing. `seq` is null for one that this run has not visited.
         */
        PlaceWriterOut: {
            seq: number | null;
            stepInstanceId: string;
        };
        /**
         * PointKind
         * @description What is different at a point.
         * @enum {string}
         */
        PointKind: "status" | "input" | "output" | "transition" | "error" | "changes" | "new" | "missed" | "noAnswer" | "result";
        /**
         * Position
         * @description A place on the canvas, in pixels.
         */
        Position: {
            x: number;
            y: number;
        };
        Problem: {
            /** @description For programs. */
            code: string;
            /** @description For people: what to do. */
            detail: string;
            errors: components["schemas"]["FieldError"][];
            requestId: string;
            status: number;
            title: string;
            type: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ProblemOut
         * @description Something wrong in a definition or a prompt. `path` is a JSON Pointer; errors refuse a publish.
         */
        ProblemOut: {
            code: string;
            /** @default  */
            hint?: string;
            message: string;
            path: string;
            severity: components["schemas"]["Severity"];
            /** @default null */
            stepInstanceId?: string | null;
        };
        /**
         * Problems
         * @description What is wrong; empty when all is well.
         */
        Problems: {
            problems: components["schemas"]["ProblemOut"][];
        };
        /**
         * ProgressOut
         * @description Visits made; checkpoints passed of those there are.
         */
        ProgressOut: {
            checkpoints: components["schemas"]["MilestoneOut"][];
            done: number;
            total: number;
            visits: number;
        };
        /**
         * Prompt
         * @description A prompt: names, and which versions it has.
         */
        Prompt: {
            archivedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            description: string;
            /** Format: uuid */
            id: string;
            latestVersion: number;
            name: string;
            owner: string;
            publishedVersion: number | null;
            tags: string[];
            /** Format: date-time */
            updatedAt: string;
        };
        /**
         * PromptClone
         * @description The copy's name, and the version to copy (the latest if absent).
         */
        PromptCloneRequest: {
            /** @default null */
            name?: string | null;
            /** @default null */
            version?: number | null;
        };
        /**
         * PromptCreate
         * @description A new prompt with draft version 1.
         */
        PromptCreateRequest: {
            /** @default  */
            content?: string;
            /** @default  */
            description?: string;
            name: string;
            /** @default null */
            outputSchema?: {
                [key: string]: unknown;
            } | null;
            /** @default [] */
            tags?: string[];
            /** @default {} */
            variables?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
        };
        /**
         * PromptDiff
         * @description How two versions differ: the text line by line, and the schemas that are not the same.
         */
        PromptDiff: {
            content: components["schemas"]["TextChangeOut"][];
            outputSchema: components["schemas"]["SchemaChangeOut"] | null;
            variables: components["schemas"]["SchemaChangeOut"][];
        };
        /**
         * PromptDraftSave
         * @description A draft; what is wrong with it comes back as problems.
         */
        PromptDraftSaveRequest: {
            /** @default null */
            changeNote?: string | null;
            content: string;
            /** @default null */
            outputSchema?: {
                [key: string]: unknown;
            } | null;
            /** @default {} */
            variables?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
        };
        /**
         * PromptVariable
         * @description A variable. `found` says whether the text uses it; a JSON Schema refuses wrong values when a prompt is tried.
         */
        PromptVariable: {
            found: boolean;
            name: string;
            /** @default null */
            schema?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * PromptVersionOut
         * @description One version. `variables` are those found in the text, then those that only have a schema.
         */
        PromptVersionOut: {
            changeNote: string;
            content: string;
            contentHash: string;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            number: number;
            outputSchema: {
                [key: string]: unknown;
            } | null;
            publishedAt: string | null;
            publishedBy: string;
            revision: number;
            status: components["schemas"]["VersionStatus"];
            /** Format: date-time */
            updatedAt: string;
            updatedBy: string;
            variables: components["schemas"]["PromptVariable"][];
        };
        /**
         * PromptVersionSummary
         * @description One version without its text.
         */
        PromptVersionSummary: {
            changeNote: string;
            contentHash: string;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            number: number;
            publishedAt: string | null;
            publishedBy: string;
            revision: number;
            status: components["schemas"]["VersionStatus"];
            /** Format: date-time */
            updatedAt: string;
            updatedBy: string;
        };
        /**
         * PublishNote
         * @description What changed, for people.
         */
        PublishNoteRequest: {
            /** @default  */
            note?: string;
        };
        /**
         * Range
         * @description How far a dashboard looks back.
         * @enum {string}
         */
        Range: "1h" | "24h" | "7d" | "30d";
        /**
         * ReaderOut
         * @description Who read a value. `seq` is null for the run's own output at its end.
         */
        ReaderOut: {
            expression: string;
            kind: components["schemas"]["ReaderOutKindEnum"];
            path: string;
            seq: number | null;
            stepInstanceId: string | null;
            target: string;
        };
        /** @enum {string} */
        ReaderOutKindEnum: "INPUT" | "LITERAL" | "TEMPLATE" | "CONDITION" | "RUN_OUTPUT";
        /**
         * RecentExecution
         * @description One of the newest runs of a flow; `durationMs` is null until it has ended.
         */
        RecentExecution: {
            /** Format: date-time */
            createdAt: string;
            durationMs: number | null;
            /** Format: uuid */
            id: string;
            status: components["schemas"]["ExecutionStatus"];
        };
        /**
         * RedriveBody
         * @description A run again, from its start. What is left out is as it was.
         */
        RedriveBodyRequest: {
            /** @default null */
            flowVariables?: {
                [key: string]: unknown;
            } | null;
            /** @default null */
            input?: unknown;
            /** @default original */
            version?: ("original" | "published" | "draft") | number;
        };
        /**
         * RedriveFromBody
         * @description A run again, from one of its visits, named by `seq` or as the last one of `stepInstanceId`.
         *
         *     The context is the recorded one, `context` in its place, or the recorded one with `contextPatch` (JSON Patch)
         *     applied. `{preview, bytes, href}` stands for the large value it names.
         */
        RedriveFromBodyRequest: {
            /** @default all */
            branches?: components["schemas"]["BranchesAgain"];
            /** @default null */
            context?: unknown;
            /** @default null */
            contextPatch?: unknown;
            /** @default null */
            seq?: number | null;
            /** @default null */
            stepInstanceId?: string | null;
            /** @default original */
            version?: ("original" | "published" | "draft") | number;
        };
        /**
         * RedriveOut
         * @description A run that does this one again: all of it, or from visit `fromSeq` on.
         */
        RedriveOut: {
            /** Format: date-time */
            createdAt: string;
            flowVersion: number;
            fromSeq: number | null;
            /** Format: uuid */
            id: string;
            status: components["schemas"]["ExecutionStatus"];
        };
        /**
         * RedrivePreview
         * @description What a redrive would do. `seq` is the visit it begins at: one inside a fork means the fork.
         */
        RedrivePreview: {
            branches: components["schemas"]["BranchesOut"] | null;
            contextDiff: {
                [key: string]: unknown;
            }[];
            effects: components["schemas"]["EffectOut"][];
            inherited: components["schemas"]["InheritedOut"];
            notes: components["schemas"]["NoteOut"][];
            runsAgain: components["schemas"]["RunsAgain"][];
            seq: number;
            stepInstanceId: string;
            version: number;
        };
        /**
         * RenderBody
         * @description A value for each variable.
         */
        RenderBodyRequest: {
            /** @default {} */
            variables?: {
                [key: string]: unknown;
            };
        };
        /**
         * RenderedPrompt
         * @description The text a model would get.
         */
        RenderedPrompt: {
            text: string;
        };
        /**
         * ReplayBody
         * @description What to replay the run with: a definition that need not be saved, or a version of the run's flow.
         *
         *     `original` is the definition as the run was started with it.
         */
        ReplayBodyRequest: {
            /** @default null */
            definition?: {
                [key: string]: unknown;
            } | null;
            /** @default null */
            version?: ("original" | "published" | "draft") | number | null;
        };
        /**
         * ReplayOut
         * @description What came of a replay.
         *
         *     `breaks`: it fails, and not as the recorded run did. `status` is WAITING where the recording ends or knows no
         *     further, null when nothing was replayed (`notReplayable`, `reason` says why).
         */
        ReplayOut: {
            error: components["schemas"]["RunError"] | null;
            firstDivergence: components["schemas"]["ReplayPoint"] | null;
            missed: components["schemas"]["MissedVisit"][];
            output: unknown;
            reason: string;
            status: ("COMPLETED" | "FAILED" | "WAITING" | "STOPPED") | null;
            truncated: boolean;
            verdict: components["schemas"]["ReplayVerdict"];
            visits: components["schemas"]["ReplayVisit"][];
        };
        /**
         * ReplayPoint
         * @description Where a replay and its recording part.
         *
         *     `seq` is of the recorded visit, null when there is none. `kind` says what is different: a part of the visit; `new`,
         *     a visit the recorded run did not make; `missed`, one that the replay does not make; `noAnswer`, the recording has no
         *     answer that could stand in; `result`, how the run ended.
         */
        ReplayPoint: {
            kind: components["schemas"]["PointKind"];
            message: string;
            path: string;
            seq: number | null;
            stepInstanceId: string;
            stepName: string;
        };
        /**
         * ReplayVerdict
         * @description How a replay compares with its recording. BREAKS: it fails, and not as the recorded run did.
         * @enum {string}
         */
        ReplayVerdict: "same" | "differs" | "breaks" | "notReplayable";
        /**
         * ReplayVisit
         * @description One visit of the replay. `recordedSeq` is the visit it is compared with, null for one that has none.
         *
         *     `recorded`: the step was not run, and its output is the recorded one. `stepChanged`: its type or configuration is
         *     another than when that was recorded, so that it might answer something else now. `stuck` says why the path goes no
         *     further here. Parts without room are `{preview, bytes, href}`.
         */
        ReplayVisit: {
            contextDiff: {
                [key: string]: unknown;
            }[];
            differences: components["schemas"]["Difference"][];
            error: components["schemas"]["RunError"] | null;
            input: unknown;
            mappingEvents: {
                [key: string]: unknown;
            }[];
            output: unknown;
            path: string;
            recorded: boolean;
            recordedSeq: number | null;
            seq: number;
            status: components["schemas"]["StepStatus"];
            stepChanged: boolean;
            stepInstanceId: string;
            stepType: string;
            stuck: string | null;
            transition: components["schemas"]["TransitionOut"] | null;
            verdict: components["schemas"]["VisitVerdict"];
        };
        /**
         * ResumeBody
         * @description The event of one wait.
         */
        ResumeBodyRequest: {
            payload: unknown;
        };
        /**
         * Retries
         * @description Repeats after a transient error. `error_equals` (names and codes) narrows what is repeated; absent is all.
         */
        Retries: {
            /** @default 2 */
            backoffRate?: number;
            /** @default 0 */
            count?: number;
            /** @default null */
            errorEquals?: string[] | null;
            /** @default 5 */
            intervalSeconds?: number;
            /** @default true */
            jitter?: boolean;
            /** @default 300 */
            maxIntervalSeconds?: number;
        };
        /**
         * RetryOnContentError
         * @description Repeats at once after a content error; `feedback` tells a model what was wrong with its answer.
         */
        RetryOnContentError: {
            /** @default 1 */
            count?: number;
            /** @default true */
            feedback?: boolean;
        };
        /**
         * Role
         * @description A viewer reads, an operator runs, an editor draws, a publisher publishes, an admin does the rest.
         * @enum {string}
         */
        Role: "viewer" | "operator" | "editor" | "publisher" | "admin";
        /**
         * RunDefinition
         * @description The definition a run executes, with the step presets of its start laid under.
         */
        RunDefinition: {
            definition: {
                [key: string]: unknown;
            };
            /** Format: uuid */
            flowId: string;
            flowVersion: number;
        };
        /**
         * RunError
         * @description Why a run or a visit failed. `stepInstanceId` is null when no step did.
         */
        RunError: {
            attempts: number;
            code: string;
            details: unknown;
            errorName: string;
            message: string;
            stepInstanceId: string | null;
        };
        /**
         * RunsAgain
         * @description A step that may run. `visitsBefore`: how often it did from there on; `reached`: whether it did at all.
         */
        RunsAgain: {
            name: string;
            reached: boolean;
            sideEffects: string;
            stepInstanceId: string;
            stepType: string;
            visitsBefore: number;
        };
        /**
         * SandboxError
         * @description Why a visit failed. The sandbox makes one attempt; `wouldRetry` says that a run would make more.
         *
         *     `hint` names steps before it that were not sent, whose answers it may have needed.
         */
        SandboxError: {
            attempts: number;
            code: string;
            details: unknown;
            errorName: string;
            /** @default null */
            hint?: string | null;
            message: string;
            stepInstanceId: string | null;
            /** @default null */
            wouldRetry?: components["schemas"]["WouldRetry"] | null;
        };
        /**
         * SandboxFlowBody
         * @description A draft and its input. Without `dryRun: false` no step with an effect is sent.
         */
        SandboxFlowBodyRequest: {
            definition: {
                [key: string]: unknown;
            };
            /** @default true */
            dryRun?: boolean;
            /** @default {} */
            flowVariables?: {
                [key: string]: unknown;
            };
            input?: unknown;
            /** @default {} */
            mocks?: {
                [key: string]: components["schemas"]["MockBody"];
            };
            /** @default null */
            upToStepInstanceId?: string | null;
        };
        /**
         * SandboxFlowOut
         * @description What a draft did: every visit, and the context and the output at the end.
         */
        SandboxFlowOut: {
            context: unknown;
            error: components["schemas"]["SandboxError"] | null;
            output: unknown;
            status: components["schemas"]["SandboxFlowOutStatusEnum"];
            steps: components["schemas"]["SandboxVisit"][];
        };
        /** @enum {string} */
        SandboxFlowOutStatusEnum: "COMPLETED" | "FAILED" | "STOPPED" | "WAITING";
        /** @enum {string} */
        SandboxStatus: "COMPLETED" | "FAILED" | "WAITING" | "SKIPPED" | "DRY_RUN" | "CANCELLED";
        /**
         * SandboxStepBody
         * @description A step, itself or by its name in `definition`, in a version of a flow or in a recorded run, and its context.
         *
         *     Without `context` it is the one of the recorded run just before the visit `seq`, or before the step's last visit.
         */
        SandboxStepBodyRequest: {
            /** @default null */
            context?: {
                [key: string]: unknown;
            } | null;
            /** @default null */
            definition?: {
                [key: string]: unknown;
            } | null;
            /** @default false */
            dryRun?: boolean;
            /** @default null */
            executionId?: string | null;
            /** @default null */
            flowId?: string | null;
            /** @default {} */
            flowVariables?: {
                [key: string]: unknown;
            };
            /** @default {} */
            mocks?: {
                [key: string]: components["schemas"]["MockBody"];
            };
            /** @default null */
            seq?: number | null;
            /** @default null */
            step?: {
                [key: string]: unknown;
            } | null;
            /** @default null */
            stepInstanceId?: string | null;
            /** @default null */
            version?: number | null;
        };
        /**
         * SandboxStepOut
         * @description What a step did. `steps` are the visits inside its branches, if it is a fork.
         */
        SandboxStepOut: {
            attempts: number;
            contextDiff: {
                [key: string]: unknown;
            }[];
            durationMs: number;
            error: components["schemas"]["SandboxError"] | null;
            input: unknown;
            logs: {
                [key: string]: unknown;
            }[];
            mappingEvents: {
                [key: string]: unknown;
            }[];
            metadata: {
                [key: string]: unknown;
            };
            output: unknown;
            status: components["schemas"]["SandboxStatus"];
            steps: components["schemas"]["SandboxVisit"][];
            transition: components["schemas"]["TransitionOut"] | null;
        };
        /**
         * SandboxVisit
         * @description One visit. `input` and `output` are null when there are none; parts without room are `{preview, bytes, href}`.
         */
        SandboxVisit: {
            attempts: number;
            contextDiff: {
                [key: string]: unknown;
            }[];
            durationMs: number;
            error: components["schemas"]["SandboxError"] | null;
            input: unknown;
            logs: {
                [key: string]: unknown;
            }[];
            mappingEvents: {
                [key: string]: unknown;
            }[];
            metadata: {
                [key: string]: unknown;
            };
            output: unknown;
            path: string;
            seq: number;
            status: components["schemas"]["SandboxStatus"];
            stepInstanceId: string;
            stepType: string;
            transition: components["schemas"]["TransitionOut"] | null;
        };
        /**
         * Saved
         * @description A saved draft: the revision to send next and what is wrong with it.
         */
        Saved: {
            problems: components["schemas"]["ProblemOut"][];
            revision: number;
        };
        /**
         * SavedSearchBody
         * @description `query` holds parameters of the list of runs, as texts; `columns` the names of those to show, in order.
         *
         *     Several of a `label` or `attribute` are one text, each in a line of its own.
         */
        SavedSearchBodyRequest: {
            /** @default [] */
            columns?: string[];
            name: string;
            query: {
                [key: string]: string;
            };
            /** @default false */
            shared?: boolean;
        };
        /**
         * SavedSearchOut
         * @description A search that somebody keeps. `own`: it is the asking person's, who alone may change it.
         */
        SavedSearchOut: {
            columns: string[];
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /** Format: uuid */
            id: string;
            name: string;
            own: boolean;
            query: {
                [key: string]: string;
            };
            shared: boolean;
        };
        /**
         * SchemaChangeOut
         * @description A schema in both versions, null where there is none.
         */
        SchemaChangeOut: {
            after: {
                [key: string]: unknown;
            } | null;
            before: {
                [key: string]: unknown;
            } | null;
            name: string;
        };
        /**
         * Session
         * @description Who is asking, where, and what they may do there. `user` is null for a key, `workspace` for a stranger to all.
         */
        Session: {
            installation: components["schemas"]["Installation"];
            permissions: components["schemas"]["PermissionsEnum"][];
            role: components["schemas"]["Role"] | null;
            user: components["schemas"]["UserOut"] | null;
            workspace: components["schemas"]["SessionWorkspace"] | null;
            workspaces: components["schemas"]["SessionWorkspace"][];
        };
        /**
         * SessionWorkspace
         * @description A workspace one belongs to, with one's role there.
         */
        SessionWorkspace: {
            /** Format: uuid */
            id: string;
            name: string;
            role: components["schemas"]["Role"];
            slug: string;
        };
        /** @enum {string} */
        Severity: "error" | "warning";
        /**
         * SideEffects
         * @description What recovery may do with an attempt whose outcome is unknown.
         * @enum {string}
         */
        SideEffects: "none" | "idempotent" | "keyed" | "at-most-once";
        /**
         * Size
         * @description A size on the canvas, in pixels.
         */
        Size: {
            height: number;
            width: number;
        };
        /**
         * StartBody
         * @description One run. `input` is a JSON object.
         */
        StartBodyRequest: {
            /** @default {} */
            flowVariables?: {
                [key: string]: unknown;
            };
            input?: unknown;
            /** @default {} */
            labels?: {
                [key: string]: string;
            };
            /** @default 0 */
            priority?: number;
            /** @default null */
            version?: number | null;
        };
        /**
         * Started
         * @description A run that was started, or asked to do something.
         */
        Started: {
            /** Format: uuid */
            executionId: string;
            status: components["schemas"]["ExecutionStatus"];
        };
        /**
         * Status
         * @description Where an execution is.
         * @enum {string}
         */
        Status: "QUEUED" | "RUNNING" | "WAITING" | "PAUSED" | "COMPLETED" | "FAILED" | "CANCELLED" | "TIMED_OUT" | "QUARANTINED";
        /**
         * StepDefinitionBody
         * @description A preset: the fields of a step that instances inherit. `step` needs a `stepType`.
         */
        StepDefinitionBodyRequest: {
            /** @default  */
            description?: string;
            name: string;
            step: {
                [key: string]: unknown;
            };
            /** @default [] */
            tags?: string[];
        };
        /**
         * StepDefinitionOut
         * @description A preset with the content of one version, the latest unless another was asked for.
         */
        StepDefinitionOut: {
            archivedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            description: string;
            /** Format: uuid */
            id: string;
            latestVersion: number;
            name: string;
            owner: string;
            step: {
                [key: string]: unknown;
            };
            tags: string[];
            /** Format: date-time */
            updatedAt: string;
            version: number;
        };
        /**
         * StepDefinitionSummary
         * @description A preset without its content.
         */
        StepDefinitionSummary: {
            archivedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            description: string;
            /** Format: uuid */
            id: string;
            latestVersion: number;
            name: string;
            owner: string;
            tags: string[];
            /** Format: date-time */
            updatedAt: string;
        };
        /**
         * StepDetail
         * @description One visit, whole. Missing parts were never made: `input` of a skipped step, `output` of a failed one.
         */
        StepDetail: {
            attemptLog: {
                [key: string]: unknown;
            }[];
            attempts: number;
            changes: components["schemas"]["Changes"];
            config: {
                [key: string]: unknown;
            } | null;
            contextDiff: {
                [key: string]: unknown;
            }[];
            durationMs: number | null;
            endedAt: string | null;
            error: components["schemas"]["RunError"] | null;
            inherited: boolean;
            input: unknown;
            logs: unknown[];
            mappingEvents: {
                [key: string]: unknown;
            }[];
            metadata: {
                [key: string]: unknown;
            };
            output: unknown;
            path: string;
            seq: number;
            /** Format: date-time */
            startedAt: string;
            status: components["schemas"]["StepStatus"];
            stepInstanceId: string;
            stepType: string;
            transition: components["schemas"]["TransitionOut"] | null;
            warningCount: number;
        };
        /**
         * StepInstance
         * @description A node. The fields of its type are extra here; the type's config model reads them.
         */
        StepInstance: {
            /** @default null */
            checkpoint?: components["schemas"]["Checkpoint"] | null;
            /** @default null */
            customConfig?: {
                [key: string]: unknown;
            } | null;
            /** @default 5 */
            defaultNextMaxTransitions?: number;
            /** @default null */
            defaultNextStepInstanceId?: string | null;
            /** @default null */
            delay?: components["schemas"]["Delay"] | null;
            /** @default null */
            description?: string | null;
            /** @default false */
            disabled?: boolean;
            /** @default null */
            displayName?: string | null;
            /** @default null */
            fill?: string | null;
            /**
             * Format: input-mappings
             * @default {}
             */
            inputMappings?: {
                [key: string]: string | components["schemas"]["MappingSource"];
            };
            /**
             * Format: literals
             * @default {}
             */
            literals?: {
                [key: string]: unknown;
            };
            /** @default null */
            moduleIdentifier?: string | null;
            /** @default null */
            onError?: components["schemas"]["OnError"] | null;
            /** @default null */
            outputMappings?: {
                [key: string]: string | components["schemas"]["MappingSource"];
            } | null;
            /** @default null */
            outputValidation?: components["schemas"]["OutputValidation"] | null;
            /** @default null */
            pinnedOutput?: unknown;
            /** @default null */
            position?: components["schemas"]["Position"] | null;
            /** @default null */
            sideEffects?: components["schemas"]["SideEffects"] | null;
            /** @default null */
            stepDefinitionId?: string | null;
            /** @default null */
            stepDefinitionVersion?: number | null;
            stepInstanceId: string;
            stepType: string;
            /** @default null */
            timeoutSeconds?: number | null;
            /** @default [] */
            transitions?: components["schemas"]["Transition"][];
        } & {
            [key: string]: unknown;
        };
        /**
         * StepOut
         * @description One visit of a step.
         */
        StepOut: {
            attempts: number;
            changes: components["schemas"]["Changes"];
            durationMs: number | null;
            endedAt: string | null;
            error: components["schemas"]["RunError"] | null;
            inherited: boolean;
            path: string;
            seq: number;
            /** Format: date-time */
            startedAt: string;
            status: components["schemas"]["StepStatus"];
            stepInstanceId: string;
            stepType: string;
            transition: components["schemas"]["TransitionOut"] | null;
            warningCount: number;
        };
        /**
         * StepsDiff
         * @description Steps by what became of them; `order` is there when the order of the keys changed.
         */
        StepsDiff: {
            added: components["schemas"]["AddedStep"][];
            changed: components["schemas"]["ChangedStep"][];
            moved: components["schemas"]["MovedStep"][];
            /** @default null */
            order?: string[] | null;
            removed: string[];
        };
        /**
         * StepStatisticsOut
         * @description The visits of a step. Percentiles are of how long completed visits took and at most 5 % off.
         */
        StepStatisticsOut: {
            costUsd: number;
            failed: number;
            /** Format: uuid */
            flowId: string;
            flowName: string;
            inputTokens: number;
            outputTokens: number;
            p50Ms: number | null;
            p95Ms: number | null;
            stepInstanceId: string;
            stepType: string;
            visits: number;
        };
        /**
         * StepStatus
         * @description Where one visit of a step is.
         * @enum {string}
         */
        StepStatus: "RUNNING" | "COMPLETED" | "FAILED" | "RETRYING" | "WAITING" | "SKIPPED" | "CANCELLED";
        /**
         * StepTotalsOut
         * @description Visits of all steps of the range.
         */
        StepTotalsOut: {
            costUsd: number;
            failed: number;
            inputTokens: number;
            outputTokens: number;
            visits: number;
        };
        /**
         * StepTypeOut
         * @description One entry of the palette: a step type, or one module of it. `schema` describes the step's own fields.
         */
        StepTypeOut: {
            category: string;
            defaults: {
                [key: string]: unknown;
            };
            help: string;
            icon: string;
            label: string;
            module: string | null;
            /** @default null */
            moduleSchema?: {
                [key: string]: unknown;
            } | null;
            outputKeys: string[];
            schema: {
                [key: string]: unknown;
            };
            sideEffects: components["schemas"]["SideEffects"];
            type: string;
        };
        /**
         * StepTypePalette
         * @description All step types.
         */
        StepTypePalette: {
            results: components["schemas"]["StepTypeOut"][];
        };
        /**
         * TemplateCompanion
         * @description A flow that is made along with a template's, because it starts it.
         */
        TemplateCompanion: {
            description: string;
            key: string;
            name: string;
        };
        /**
         * TemplateList
         * @description The gallery, by category and name.
         */
        TemplateList: {
            results: components["schemas"]["TemplateOut"][];
        };
        /**
         * TemplateNeed
         * @description A connection that steps of a template want.
         */
        TemplateNeed: {
            description: string;
            key: string;
            kind: string;
            name: string;
            stepInstanceIds: string[];
        };
        /**
         * TemplateOut
         * @description A flow to begin with, and an input to try it with.
         */
        TemplateOut: {
            category: string;
            companions: components["schemas"]["TemplateCompanion"][];
            definition: {
                [key: string]: unknown;
            };
            description: string;
            exampleInput: {
                [key: string]: unknown;
            };
            id: string;
            name: string;
            needs: components["schemas"]["TemplateNeed"][];
            stepCount: number;
            tags: string[];
        };
        /**
         * TemplateUse
         * @description The new flow's name (the template's if absent), and connections for what the template needs, by key.
         */
        TemplateUseRequest: {
            /** @default {} */
            connections?: {
                [key: string]: string;
            };
            /** @default null */
            name?: string | null;
        };
        /**
         * TextChangeOut
         * @description Lines of the text, in order.
         */
        TextChangeOut: {
            kind: components["schemas"]["ChangeKind"];
            lines: string[];
        };
        /**
         * TotalsOut
         * @description Runs of a range by how they ended; `started` counts those created in it.
         *
         *     `failed` holds quarantined runs too. `successRate` (0 to 1) is the completed of the ended. Percentiles are of how
         *     long completed runs took and at most 5 % off. `queued`, `running` and `waiting` are of this moment: null for a past.
         */
        TotalsOut: {
            cancelled: number;
            completed: number;
            failed: number;
            p50Ms: number | null;
            p95Ms: number | null;
            queued: number | null;
            running: number | null;
            started: number;
            successRate: number | null;
            timedOut: number;
            waiting: number | null;
        };
        /**
         * Transition
         * @description A way out of a step, taken when its condition is the first that is true. `max_transitions` 0 is no limit.
         */
        Transition: {
            /** Format: condition */
            condition: string;
            /** @default 5 */
            maxTransitions?: number;
            /** Format: step-ref */
            nextStepInstanceId: string;
        };
        /**
         * TransitionKind
         * @description Why a path went where it went.
         * @enum {string}
         */
        TransitionKind: "CONDITION" | "DEFAULT" | "FALLBACK" | "TIMEOUT" | "BRANCH_END" | "END";
        /**
         * TransitionOut
         * @description The way out of a visit. `operands` are what its condition compared.
         */
        TransitionOut: {
            condition: string | null;
            kind: components["schemas"]["TransitionKind"];
            nextStepInstanceId: string | null;
            operands: unknown[];
        };
        /**
         * UsedBy
         * @description All that names a connection.
         */
        UsedBy: {
            results: components["schemas"]["UseOut"][];
        };
        /**
         * UseOut
         * @description Something that names a connection.
         */
        UseOut: {
            id: string;
            kind: string;
            name: string;
        };
        /**
         * UserOut
         * @description A person.
         */
        UserOut: {
            id: string;
            username: string;
        };
        /**
         * Verdict
         * @description How the visits of one place are to each other.
         * @enum {string}
         */
        Verdict: "same" | "differs" | "onlyLeft" | "onlyRight";
        /** @enum {string} */
        VersionStatus: "draft" | "published" | "superseded";
        /**
         * VisitChanges
         * @description What one visit did to the context of its way. A value over 64 KB is `{preview, bytes, href}`.
         */
        VisitChanges: {
            patch: {
                [key: string]: unknown;
            }[];
            seq: number;
        };
        /**
         * VisitVerdict
         * @description How a visit compares with the recorded one; NEW has none.
         * @enum {string}
         */
        VisitVerdict: "same" | "differs" | "new";
        /**
         * WhyEmptyOut
         * @description Why an expression found nothing: the part of it that leads somewhere, the segment that does not, what is there.
         *
         *     `found` is true when it does find something; then `reason` says so and the rest is empty.
         */
        WhyEmptyOut: {
            expression: string;
            failedSegment: string | null;
            found: boolean;
            keysThere: string[];
            kind: components["schemas"]["WhyEmptyOutKindEnum"];
            lastResolved: components["schemas"]["LastResolvedOut"] | null;
            nearest: string | null;
            reason: string;
            resolvedPrefix: string | null;
            writers: components["schemas"]["PlaceWriterOut"][];
        };
        /** @enum {string} */
        WhyEmptyOutKindEnum: "INPUT" | "LITERAL" | "OUTPUT" | "TEMPLATE" | "CONDITION";
        /**
         * WorkspaceCreate
         * @description A new workspace.
         */
        WorkspaceCreateRequest: {
            /** @default null */
            name?: string | null;
            slug: string;
        };
        /**
         * WorkspaceOut
         * @description A workspace.
         */
        WorkspaceOut: {
            /** Format: date-time */
            createdAt: string;
            /** Format: uuid */
            id: string;
            limits: components["schemas"]["Limits"];
            name: string;
            role: components["schemas"]["Role"];
            slug: string;
        };
        /**
         * WouldRetry
         * @description What a run would do about an error: try again so often, first after so many seconds.
         */
        WouldRetry: {
            afterSeconds: number;
            count: number;
        };
        /**
         * WriterOut
         * @description Who wrote a place. `seq` 0 is the start of the run `executionId`, which is another for what a chunk inherited.
         *
         *     `from` are the paths of the context before that visit that were read to make the value.
         */
        WriterOut: {
            /** Format: uuid */
            executionId: string;
            expression: string | null;
            from: string[];
            kind: components["schemas"]["WriterOutKindEnum"];
            path: string;
            seq: number;
            stepInstanceId: string | null;
            target: string;
        };
        /** @enum {string} */
        WriterOutKindEnum: "START" | "FLOW_VARIABLE" | "STEP_OUTPUT" | "OUTPUT_MAPPING" | "EDITED" | "BRANCH_INPUT" | "FORK_ITEM" | "ERROR";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listApiKeys: {
        parameters: {
            query?: {
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageApiKeyOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["ApiKeyCreateRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyCreated"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                api_key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approvals_list: {
        parameters: {
            query?: {
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Of this run. */
                execution?: string;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageApprovalOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approvals_decide: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["DecideBodyRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                action?: string;
                actor?: string;
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
                target?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageAuditRecordOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["LoginRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    connections_list: {
        parameters: {
            query?: {
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageConnectionOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    connections_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["ConnectionInRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    connections_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    connections_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["ConnectionInRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    connections_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    connections_test_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTestResult"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    connections_used_by_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsedBy"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    credentials_list: {
        parameters: {
            query?: {
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageCredentialOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    credentials_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["CredentialCreateRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    credentials_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                credential_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    credentials_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                credential_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["CredentialReplaceRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    credentials_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                credential_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    credentials_uses_list: {
        parameters: {
            query?: {
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
            };
            header?: never;
            path: {
                credential_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageCredentialUseOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dashboard_failures: {
        parameters: {
            query?: {
                /** @description Of this flow alone. */
                flow?: string;
                /** @description Whole minutes, hours, quarters of a day or days (UTC), up to the one that has begun. */
                range?: "1h" | "24h" | "30d" | "7d";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClusterList"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dashboard_stats: {
        parameters: {
            query?: {
                /** @description Of this flow alone. */
                flow?: string;
                /** @description Whole minutes, hours, quarters of a day or days (UTC), up to the one that has begun. */
                range?: "1h" | "24h" | "30d" | "7d";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DashboardStats"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dashboard_steps: {
        parameters: {
            query?: {
                /** @description Of this flow alone. */
                flow?: string;
                /** @description Whole minutes, hours, quarters of a day or days (UTC), up to the one that has begun. */
                range?: "1h" | "24h" | "30d" | "7d";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DashboardSteps"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evaluate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["EvaluateBodyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluateOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    events_send: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["EventBodyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryOut"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executions_list: {
        parameters: {
            query?: {
                /** @description A search attribute, `name:value`; all of several. */
                attribute?: string[];
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Ended at this time or later. */
                endedAfter?: string;
                /** @description Ended before this time. */
                endedBefore?: string;
                /** @description Failed with this text in the error's message, code or name. */
                error?: string;
                /** @description Failed with this error, for example `ContentStepError`. */
                errorName?: string;
                /** @description Failed at this step. */
                errorStep?: string;
                /** @description Failed alike: the `errorFingerprint` of a run or of a cluster. */
                fingerprint?: string;
                /** @description Of this flow. */
                flow?: string;
                /** @description A label, `key:value`; all of several. */
                label?: string[];
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
                /** @description Started by this run, chunks of its forks included. */
                parent?: string;
                /** @description `false`: no other run does this one again, whatever became of it; `true`: one does. */
                redriven?: boolean;
                /** @description Does this run again. */
                redriveOf?: string;
                /** @description An id, part of a flow's name, or what the value of a label or search attribute begins with. */
                search?: string;
                /** @description Began at this time or later. Runs that were queued for more than a day before it are left out. */
                startedAfter?: string;
                /** @description Began before this time. */
                startedBefore?: string;
                /** @description One status, or several with commas. */
                status?: string;
                /** @description What started it, for example `api` or `sub_flow`. */
                trigger?: string;
                /** @description Of this version. */
                version?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPage"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executions_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionDetail"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executions_blob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
                sha256: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    execution_branches: {
        parameters: {
            query: {
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description The fork's visit. */
                fork: number;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
            };
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BranchPage"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executions_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Started"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    execution_capsule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Capsule"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    execution_changes: {
        parameters: {
            query?: {
                /** @description Visits behind this `seq`; 0 or absent is the start. */
                after?: number;
                /** @description Of this way: empty is the main one, `fork[3]` a branch. */
                branch?: string;
                /** @description At most so many visits, up to 200. */
                limit?: number;
            };
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangesOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executions_compare: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
                other_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparisonOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    execution_context: {
        parameters: {
            query?: {
                /** @description Of this visit; 0 is the start; absent is the last. */
                seq?: number;
                /** @description `after` if absent. */
                side?: "after" | "before";
            };
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContextOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executions_definition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDefinition"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    execution_diff: {
        parameters: {
            query: {
                /** @description After this visit; 0 is the start. */
                from: number;
                /** @description After this visit. */
                to: number;
            };
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiffOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    execution_events_list: {
        parameters: {
            query?: {
                /** @description Events behind this `seq`. */
                after?: number;
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
            };
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageEventOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executions_last_good: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LastGood"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    execution_lineage: {
        parameters: {
            query: {
                /** @description One place, for example `$.order.lines[0].id`. */
                path: string;
                /** @description At this visit; 0 is the start; absent is the last. */
                seq?: number;
                /** @description `after` if absent. */
                side?: "after" | "before";
            };
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LineageOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executions_pause: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Started"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executions_redrive_from: {
        parameters: {
            query?: {
                /** @description Only say what would run again, be inherited and be sent. */
                preview?: boolean;
            };
            header?: {
                /** @description The same key and body give the same runs for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": components["schemas"]["RedriveFromBodyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedrivePreview"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Started"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executions_redrive: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the same runs for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": components["schemas"]["RedriveBodyRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Started"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executions_replay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": components["schemas"]["ReplayBodyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executions_resume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Started"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    execution_steps_list: {
        parameters: {
            query?: {
                /** @description One way: empty is the main one, `fork[3]` a branch. */
                branch?: string;
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
                /** @description This path, or all that begin with it if it ends with `*`. */
                path?: string;
                /** @description One status, or several with commas. */
                status?: string;
                /** @description Visits of this step. */
                stepInstanceId?: string;
            };
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageStepOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    execution_steps_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
                seq: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepDetail"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    execution_why_empty: {
        parameters: {
            query: {
                /** @description Instead of a target: any expression; `kind` INPUT if absent. */
                expression?: string;
                kind?: "CONDITION" | "INPUT" | "LITERAL" | "OUTPUT" | "TEMPLATE";
                /** @description The visit. */
                seq: number;
                /** @description The target of one of its mapping events. */
                target?: string;
            };
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhyEmptyOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bulk_list: {
        parameters: {
            query?: {
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageBulkJobOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bulk_create: {
        parameters: {
            query?: {
                /** @description Only say how many runs it would be for. */
                preview?: boolean;
            };
            header?: {
                /** @description The same key and body give the same runs for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["BulkBodyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkPreview"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkJobOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bulk_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bulk_job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkJobOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bulk_items: {
        parameters: {
            query?: {
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
                /** @description One status, or several with commas. */
                status?: string;
            };
            header?: never;
            path: {
                bulk_job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageBulkItemOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bulk_stop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bulk_job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkJobOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executions_count: {
        parameters: {
            query?: {
                /** @description A search attribute, `name:value`; all of several. */
                attribute?: string[];
                /** @description Ended at this time or later. */
                endedAfter?: string;
                /** @description Ended before this time. */
                endedBefore?: string;
                /** @description Failed with this text in the error's message, code or name. */
                error?: string;
                /** @description Failed with this error, for example `ContentStepError`. */
                errorName?: string;
                /** @description Failed at this step. */
                errorStep?: string;
                /** @description Failed alike: the `errorFingerprint` of a run or of a cluster. */
                fingerprint?: string;
                /** @description Of this flow. */
                flow?: string;
                /** @description A label, `key:value`; all of several. */
                label?: string[];
                /** @description Started by this run, chunks of its forks included. */
                parent?: string;
                /** @description `false`: no other run does this one again, whatever became of it; `true`: one does. */
                redriven?: boolean;
                /** @description Does this run again. */
                redriveOf?: string;
                /** @description An id, part of a flow's name, or what the value of a label or search attribute begins with. */
                search?: string;
                /** @description Began at this time or later. Runs that were queued for more than a day before it are left out. */
                startedAfter?: string;
                /** @description Began before this time. */
                startedBefore?: string;
                /** @description One status, or several with commas. */
                status?: string;
                /** @description What started it, for example `api` or `sub_flow`. */
                trigger?: string;
                /** @description Of this version. */
                version?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionCount"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executions_statistics: {
        parameters: {
            query: {
                /** @description Ids of flows with commas, at most 200. */
                flows: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowStatisticsList"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": components["schemas"]["ExportBodyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportDocument"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flows_list: {
        parameters: {
            query?: {
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
                /** @description Part of a name or description. */
                search?: string;
                /** @description `-` is downwards; `-updatedAt` if absent. */
                sort?: "-createdAt" | "-name" | "-updatedAt" | "createdAt" | "name" | "updatedAt";
                /** @description draft: no version is live; archived ones are listed only when asked for. */
                status?: "archived" | "draft" | "published";
                /** @description Has this tag. */
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageFlow"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flows_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["FlowCreateRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flow"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flows_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flow"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flows_archive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flows_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": components["schemas"]["PatchedEntityPatchRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flow"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flows_callers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowCallers"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flows_clone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": components["schemas"]["FlowCloneRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flow"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executions_start: {
        parameters: {
            query?: {
                /** @description Answer when the run is over, at most after so many seconds (1-60). */
                wait?: number;
            };
            header?: {
                /** @description The same key and body give the same runs for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": components["schemas"]["StartBodyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionDetail"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Started"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executions_start_batch: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the same runs for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["BatchBodyRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchStarted"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flow_versions_list: {
        parameters: {
            query?: {
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
            };
            header?: never;
            path: {
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageFlowVersionSummary"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flow_versions_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": components["schemas"]["NewDraftRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowVersionOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flow_versions_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flow_id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowVersionOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flow_versions_save: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you have read, `"3"`. */
                "If-Match": string;
                /** @description What this tab calls itself; sockets get it as `clientId`. */
                "X-Client-Id"?: string;
            };
            path: {
                flow_id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["DraftSaveRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saved"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flow_versions_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flow_id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flow_versions_diff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flow_id: string;
                number: number;
                other: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowDiff"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flow_versions_impact: {
        parameters: {
            query?: {
                /** @description 1 to 200, 50 if absent. */
                lastExecutions?: number;
            };
            header?: never;
            path: {
                flow_id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImpactOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flow_versions_publish: {
        parameters: {
            query?: never;
            header?: {
                /** @description What this tab calls itself; sockets get it as `clientId`. */
                "X-Client-Id"?: string;
            };
            path: {
                flow_id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": components["schemas"]["PublishNoteRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowVersionOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flow_versions_unpublish: {
        parameters: {
            query?: never;
            header?: {
                /** @description What this tab calls itself; sockets get it as `clientId`. */
                "X-Client-Id"?: string;
            };
            path: {
                flow_id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowVersionOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flow_versions_validate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flow_id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problems"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flows_tags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowTags"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flow_templates_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateList"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flow_templates_use: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": components["schemas"]["TemplateUseRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowFromTemplate"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flows_validate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["DefinitionBodyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problems"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import: {
        parameters: {
            query?: {
                /** @description Only say what would happen. */
                dryRun?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": components["schemas"]["ImportDocumentRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageMemberOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addMember: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["MemberCreateRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["PatchedMemberPatchRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prompts_list: {
        parameters: {
            query?: {
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
                /** @description Part of a name or description. */
                search?: string;
                /** @description draft: no version is live; archived ones are listed only when asked for. */
                status?: "archived" | "draft" | "published";
                /** @description Has this tag. */
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PagePrompt"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prompts_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["PromptCreateRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prompt"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prompts_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                prompt_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prompt"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prompts_archive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                prompt_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prompts_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                prompt_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": components["schemas"]["PatchedEntityPatchRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prompt"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prompts_clone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                prompt_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": components["schemas"]["PromptCloneRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prompt"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prompt_versions_list: {
        parameters: {
            query?: {
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
            };
            header?: never;
            path: {
                prompt_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PagePromptVersionSummary"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prompt_versions_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                prompt_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": components["schemas"]["NewDraftRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromptVersionOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prompt_versions_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
                prompt_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromptVersionOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prompt_versions_save: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you have read, `"3"`. */
                "If-Match": string;
            };
            path: {
                number: number;
                prompt_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["PromptDraftSaveRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saved"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prompt_versions_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
                prompt_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prompt_versions_diff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
                other: number;
                prompt_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromptDiff"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prompt_versions_publish: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
                prompt_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": components["schemas"]["PublishNoteRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromptVersionOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prompt_versions_render: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
                prompt_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": components["schemas"]["RenderBodyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenderedPrompt"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prompt_versions_unpublish: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
                prompt_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromptVersionOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prompt_versions_validate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
                prompt_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problems"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    waits_resume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["ResumeBodyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sandbox_capsule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["CapsuleBodyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CapsuleOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sandbox_flow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["SandboxFlowBodyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxFlowOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sandbox_step: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": components["schemas"]["SandboxStepBodyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxStepOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saved_searches_list: {
        parameters: {
            query?: {
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageSavedSearchOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saved_searches_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["SavedSearchBodyRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedSearchOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saved_searches_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                saved_search_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedSearchOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saved_searches_replace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                saved_search_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["SavedSearchBodyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedSearchOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saved_searches_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                saved_search_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    step_definitions_list: {
        parameters: {
            query?: {
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
                search?: string;
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageStepDefinitionSummary"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    step_definitions_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["StepDefinitionBodyRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepDefinitionOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    step_definitions_read: {
        parameters: {
            query?: {
                /** @description The latest if absent. */
                version?: number;
            };
            header?: never;
            path: {
                step_definition_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepDefinitionOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    step_definitions_replace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                step_definition_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["StepDefinitionBodyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepDefinitionOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    step_definitions_archive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                step_definition_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    step_types_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepTypePalette"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWorkspaces: {
        parameters: {
            query?: {
                /** @description From `next` or `previous` of another page. */
                cursor?: string;
                /** @description Rows of a page, 1 to 200; 50 if absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageWorkspaceOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": components["schemas"]["WorkspaceCreateRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": components["schemas"]["PatchedWorkspacePatchRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceOut"];
                };
            };
            /** @description A problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
