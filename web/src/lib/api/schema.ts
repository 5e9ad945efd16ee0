// Made by `npm run api` from openapi.json: do not edit.
export interface paths {
    "/api/v1/call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Calls a guest: picture and sound between the two, never on air. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CallCommand"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Ends the call that this producer is on. */
        delete: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every clip of a stage, the oldest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["Clip"][];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One clip. */
        get: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["ClipId"];
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
                        "application/json": components["schemas"]["Clip"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Removes a clip. Not while it is on air; speakers can remove what was not let through. */
        delete: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["ClipId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Gives a clip another title, or another part of it to show. What is on air goes on as it is. */
        patch: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["ClipId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ClipChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Clip"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/clips/{id}/poster.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A picture of the clip. */
        get: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["ClipId"];
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
                        "image/jpeg": number[];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets a clip through or sends it back with a note. One that is let through takes the place of the same speaker's
         *     earlier ones in the plan.
         */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["ClipId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ClipVerdict"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Clip"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips/{id}/subtitles/{language}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The subtitles of a clip in one language, as WebVTT. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["ClipId"];
                    language: components["schemas"]["LanguageTag"];
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
                        "text/vtt": string;
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Gives a clip its subtitles in one language: a SubRip or WebVTT file. Those that were there are replaced. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["ClipId"];
                    language: components["schemas"]["LanguageTag"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "text/plain": string;
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Takes the subtitles of a clip in one language away. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["ClipId"];
                    language: components["schemas"]["LanguageTag"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips/{id}/watch.mp4": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The clip as a browser plays it: MP4 of 640x360 with H.264 and AAC, in ranges (RFC 9110). */
        get: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["ClipId"];
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
                        "video/mp4": number[];
                    };
                };
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "video/mp4": number[];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The list of speakers, and who has the floor. */
        get: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["Floor"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Opens or closes the list, ranks categories, and limits times. When categories go in another order, so do those who
         *     wait.
         */
        patch: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FloorChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Floor"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/floor/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the speech of whoever has the floor. What is on air stays on air. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["Floor"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stops the clock of whoever has the floor, or lets it run again. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FloorPause"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Floor"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts somebody on the list, also while it is closed. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FloorInvitation"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Floor"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a request off the list, also one that is called and has not begun. */
        delete: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["RequestId"];
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
                        "application/json": components["schemas"]["Floor"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/requests/{id}/give": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives the floor: the person is in preview, and their clock starts when they are on air. Whoever speaks until then
         *     ends by it.
         */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["RequestId"];
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
                        "application/json": components["schemas"]["Floor"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/requests/{id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Moves a request to another place. One that is called waits again. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["RequestId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FloorMove"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Floor"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/speeches.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every speech, the oldest first, as a sheet. */
        get: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "text/csv": string;
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/totals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Speaking times by person, country and party. */
        get: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["FloorTotals"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/totals.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Speaking times by person, country and party, as one sheet. */
        get: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "text/csv": string;
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/graphics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All graphics and where they are. */
        get: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["Graphics"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Adds a graphic. The crew's document lists it from then on. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewGraphic"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GraphicId"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/graphics/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes a graphic. On air it changes at once. */
        put: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["GraphicId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewGraphic"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Removes a graphic; it leaves the air. It can be brought back. */
        delete: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["GraphicId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/graphics/{id}/air": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a graphic on air in the place of what is there, or takes it off. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["GraphicId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["GraphicSwitch"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Taken"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/graphics/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows a graphic in the preview in the place of what is there, or not any more. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["GraphicId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["GraphicSwitch"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Taken"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/graphics/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Brings a removed graphic back, off air. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["GraphicId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hands/gain/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a source louder or softer: 1 for the first of the multiview. */
        post: {
            parameters: {
                query: {
                    /** @description In tenths of a dB against how it comes: -600 to 200. */
                    tenths: number;
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
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
                        "application/json": components["schemas"]["HandsState"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hands/item/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Brings an item on air: 1 for the first of the rundown. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
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
                        "application/json": components["schemas"]["HandsState"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hands/mute/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Has nobody hear a source, or everybody: 1 for the first of the multiview. */
        post: {
            parameters: {
                query?: {
                    /** @description Whether nobody hears it; the other of both when left out. */
                    on?: boolean;
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
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
                        "application/json": components["schemas"]["HandsState"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hands/preview/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a source into preview: 1 for the first of the multiview. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
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
                        "application/json": components["schemas"]["HandsState"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hands/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the buttons show now. */
        get: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["HandsState"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hands/{button}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Presses a button. Answers what the buttons show afterwards. */
        post: {
            parameters: {
                query?: {
                    /** @description How long a mix or a wipe takes in milliseconds, 100 to 10000; 1000 when left out. */
                    ms?: number;
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    button: "take" | "cut" | "mix" | "wipe" | "next" | "back" | "slate" | "dump" | "undo" | "run" | "hold" | "arm" | "disarm" | "caption" | "caption-on" | "caption-off" | "music" | "music-off";
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
                        "application/json": components["schemas"]["HandsState"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Uploads a picture: a PNG, JPEG or WebP as the body of the request. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": string;
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Image"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/images/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A picture, as PNG. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["ImageId"];
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
                        "image/png": number[];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Entries in order, the oldest first. */
        get: {
            parameters: {
                query?: {
                    /** @description Those after this number; from the first when left out. */
                    after?: number;
                    /** @description At most so many, 1 to 1,000; 100 when left out. */
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
                        "application/json": components["schemas"]["Entry"][];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that work, the oldest first. */
        get: {
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
                        "application/json": components["schemas"]["Key"][];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Makes a key with which a machine directs the stage, and does nothing else. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeKey"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a key back: from now on it does nothing. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["KeyId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/link/bind": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives the link to this browser: its holder has pressed the button. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LinkToken"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Link"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/link/inspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Looks at a link without using it up. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LinkToken"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Link"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/link/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets go of a link: it can be opened in another browser. Without `as`, of the newest. */
        post: {
            parameters: {
                query?: {
                    /** @description The role; without it, that of the link that was opened last. */
                    as?: "viewer" | "producer" | "speaker" | "location" | "stage" | "rehearsal";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/locations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every location, the oldest first. */
        get: {
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
                        "application/json": components["schemas"]["Location"][];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Adds a location. It waits to be let in. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewLocation"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Location"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/locations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One location. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["LocationId"];
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
                        "application/json": components["schemas"]["Location"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Removes a location: it leaves wall and air, its link and its sessions end. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["LocationId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Changes a location. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["LocationId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LocationChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Location"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/locations/{id}/admission": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Lets a location in, turns it away, or lets it wait again. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["LocationId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AdmissionChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Location"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/locations/{id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a new link for a location. The one it had stops working and its sessions end. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["LocationId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LinkDays"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewLink"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Takes a location's link back. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["LocationId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who this browser is. */
        get: {
            parameters: {
                query?: {
                    /** @description The role; without it, that of the link that was opened last. */
                    as?: "viewer" | "producer" | "speaker" | "location" | "stage" | "rehearsal";
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
                        "application/json": components["schemas"]["Me"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends the call that this guest is on. */
        delete: {
            parameters: {
                query?: {
                    /** @description The role; without it, that of the link that was opened last. */
                    as?: "viewer" | "producer" | "speaker" | "location" | "stage" | "rehearsal";
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/clips": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The recordings of the speaker who asks, the oldest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["Clip"][];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/floor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where this guest stands with the floor. */
        get: {
            parameters: {
                query?: {
                    /** @description The role; without it, that of the link that was opened last. */
                    as?: "viewer" | "producer" | "speaker" | "location" | "stage" | "rehearsal";
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
                        "application/json": components["schemas"]["Hand"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Asks for the floor. One request of each person is open at a time. */
        post: {
            parameters: {
                query?: {
                    /** @description The role; without it, that of the link that was opened last. */
                    as?: "viewer" | "producer" | "speaker" | "location" | "stage" | "rehearsal";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RaisedHand"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Hand"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Withdraws what this guest asked for. */
        delete: {
            parameters: {
                query?: {
                    /** @description The role; without it, that of the link that was opened last. */
                    as?: "viewer" | "producer" | "speaker" | "location" | "stage" | "rehearsal";
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
                        "application/json": components["schemas"]["Hand"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Chooses what this guest sees beside their own picture. */
        put: {
            parameters: {
                query?: {
                    /** @description The role; without it, that of the link that was opened last. */
                    as?: "viewer" | "producer" | "speaker" | "location" | "stage" | "rehearsal";
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChosenPicture"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/talk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins to speak to the crew, for a guest who is not on air. */
        post: {
            parameters: {
                query?: {
                    /** @description The role; without it, that of the link that was opened last. */
                    as?: "viewer" | "producer" | "speaker" | "location" | "stage" | "rehearsal";
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Ends to speak to the crew. */
        delete: {
            parameters: {
                query?: {
                    /** @description The role; without it, that of the link that was opened last. */
                    as?: "viewer" | "producer" | "speaker" | "location" | "stage" | "rehearsal";
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives this browser a token for its media sessions. Without a link it watches. */
        post: {
            parameters: {
                query?: {
                    /** @description The role; without it, that of the link that was opened last. */
                    as?: "viewer" | "producer" | "speaker" | "location" | "stage" | "rehearsal";
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["Media"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/producers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every producer, the oldest first. */
        get: {
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
                        "application/json": components["schemas"]["Producer"][];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Adds a producer. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewProducer"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Producer"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/producers/{id}": {
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
         * Removes a producer: their link and their sessions end. Nobody removes themselves, so that somebody
         *     is left who can let others in.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["CrewId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/producers/{id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a new link for a producer. The one they had stops working and its sessions end. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["CrewId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LinkDays"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewLink"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Takes a producer's link back. Nobody takes back their own. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["CrewId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rehearsal/cast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Creates the people of a crowd, at the first call, and gives each a media token. The link is the proof:
         *     no cookie is needed.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CastCommand"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Cast"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rehearsal/size": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How many a rehearsal brings, without bringing anybody. The link is the proof: no cookie is needed. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RehearsalToken"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RehearsalSize"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rehearsals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every rehearsal, the oldest first. */
        get: {
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
                        "application/json": components["schemas"]["Rehearsal"][];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Permits a crowd and makes the link with which `plenary swarm` brings it. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewRehearsal"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeRehearsal"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rehearsals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends a rehearsal: its people, its link and its sessions vanish. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["RehearsalId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rooms, who is in which, who speaks behind the scenes, and test calls. */
        get: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["Backstage"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Opens a room. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RoomName"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Backstage"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets somebody back in who was sent out. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RoomPerson"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Backstage"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Moves somebody to another room. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RoomMove"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Backstage"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends somebody out of their room, who reads why. They leave the air, and wait until they are let back in. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RoomOut"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Backstage"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Chooses what a guest sees beside their own picture. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RoomPicture"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Backstage"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes back what this producer changed last of the rooms. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["Backstage"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Closes a room. Speakers who are in it go to the green room, locations to none. */
        delete: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: string;
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
                        "application/json": components["schemas"]["Backstage"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Calls a room otherwise. */
        patch: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RoomName"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Backstage"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/rundown": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The plan and the place in it. */
        get: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["RundownPlan"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rundown.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The plan as a sheet, with everything that the crew knows. */
        get: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "text/csv": string;
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rundown/back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Brings the item before on air. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["Taken"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rundown/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The changes of the plan, the newest first, at most 100. */
        get: {
            parameters: {
                query?: {
                    /** @description Those before this number; the newest when left out. */
                    before?: number;
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["RundownChange"][];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rundown/changes/{sequence}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a change back, whoever made it. Taking back an undo brings the change again. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    sequence: number;
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
                        "application/json": components["schemas"]["RundownChange"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rundown/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reads a file into the plan: items that it knows are edited, new ones are added, none is taken out. All of it is
         *     one change, or none of it when something is wrong.
         */
        post: {
            parameters: {
                query: {
                    /** @description What the file is. */
                    format: "csv" | "xml" | "json";
                    /** @description Whether to only say what would happen. */
                    dry_run?: boolean;
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": string;
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
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rundown/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds an item. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewItem"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Item"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rundown/items/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes an item out. Not while it is on air. */
        delete: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["ItemId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Changes an item. */
        patch: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["ItemId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ItemChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Item"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/rundown/items/{id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Moves an item. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["ItemId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ItemMove"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rundown/jump": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Brings any item on air. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["JumpCommand"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Taken"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rundown/next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Brings the next item on air. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["Taken"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rundown/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets the rundown go on by itself, or stops it. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RunCommand"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Taken"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rundown/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes back what the producer changed last. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["RundownChange"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scenes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds an arrangement. The crew's document lists it from then on. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewScene"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TemplateId"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scenes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes an arrangement. Scenes that were made of it stay as they are. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["TemplateId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewScene"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Removes an arrangement. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["TemplateId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedule.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The plan as a calendar to subscribe to. */
        get: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "text/calendar": string;
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedule.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The plan as `schedule.json`. */
        get: {
            parameters: {
                query?: {
                    /** @description The zone in which days begin, such as `Asia/Tehran`; UTC when left out. */
                    zone?: string;
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": Record<string, never>;
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedule.xml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The plan as `schedule.xml`. */
        get: {
            parameters: {
                query?: {
                    /** @description The zone in which days begin, such as `Asia/Tehran`; UTC when left out. */
                    zone?: string;
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/vnd.c3voc.schedule+xml": string;
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sound desk: strips, music, and how loud the programme is. */
        get: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["SoundDesk"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sound/bed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Sets the music under the programme, lets it come, or lets it go. */
        patch: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SoundBedChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SoundDesk"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/sound/loudness/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Measures the programme's integrated loudness and true peak anew. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["SoundDesk"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sound/strips/{kind}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Sets the strip of a source. It is heard at once, and without a click. */
        patch: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    /** @description `speaker`, `location` or `clip` */
                    kind: string;
                    /** @description Its id */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SoundStripChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SoundDesk"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/speakers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every speaker of a stage, the oldest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["Speaker"][];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Adds a speaker to a stage. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewSpeaker"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Speaker"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/speakers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One speaker. */
        get: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["SpeakerId"];
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
                        "application/json": components["schemas"]["Speaker"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Removes a speaker: they leave the air, their link and their sessions end. */
        delete: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["SpeakerId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Changes a speaker. */
        patch: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["SpeakerId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SpeakerChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Speaker"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/speakers/{id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a new link for a speaker. The one they had stops working and its sessions end. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["SpeakerId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LinkDays"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewLink"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Takes a speaker's link back. */
        delete: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["SpeakerId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stage/arm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets the recorded backup of an item take over by itself when its live source fails, or not. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ArmCommand"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Taken"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stage/caption": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts the name graphic on, or takes it off. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CaptionCommand"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Taken"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stage/delay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Holds the programme back on its way to the audience, so that something can be dumped before it is seen. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DelayCommand"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Taken"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stage/dump": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Throws away what is held back: the audience sees the slate until as much is held again, and never what was dumped.
         *     Where nothing is held back, the slate goes on air.
         */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["Taken"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stage/graphics/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes all graphics off the air, the name too. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["Taken"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stage/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a scene into preview. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PreviewCommand"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Taken"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stage/slate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Brings the slate on air at once, whatever is prepared. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["Taken"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stage/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Brings the previewed scene on air. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TakeCommand"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Taken"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stage/untake": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Brings back what was on air before the last take, with its graphic and its place in the rundown. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
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
                        "application/json": components["schemas"]["Taken"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The stages that the producer may direct, the main one first. */
        get: {
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
                        "application/json": components["schemas"]["Stage"][];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Makes a local stage. Its programme begins at once, with the slate. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewStage"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Stage"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Removes a local stage: its programme ends, and its people wait until it is brought back. Not while it is on air. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["StageId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Gives a stage another name. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["StageId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StageChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Stage"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/stages/{id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a link with which `plenary stage --join` makes the programme of a local stage from now on, in a process of
         *     its own. The one that it had stops working. The programme is interrupted until the process is there.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["StageId"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LinkDays"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewLink"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Takes the link of a stage back: the server makes its programme again. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["StageId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stages/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Brings a removed stage back, with everything that it had. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["StageId"];
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
                        "application/json": components["schemas"]["Stage"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/summit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The summit. */
        get: {
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
                        "application/json": components["schemas"]["Summit"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes the summit. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SummitChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Summit"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/talk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins to speak: what this producer publishes as their voice is heard by those whom they name, and by nobody else. */
        post: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TalkCommand"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Ends to speak. */
        delete: {
            parameters: {
                query?: {
                    /** @description The stage; when left out, the only one that you direct, or the main one. */
                    stage?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begins an upload (tus creation). `Upload-Metadata` may hold `title`, `filename` and, from the crew, `speaker`,
         *     whose recording it is. What a speaker sends is their own and waits for a producer.
         */
        post: {
            parameters: {
                query?: {
                    /** @description The role; without it, that of the link that was opened last. */
                    as?: "viewer" | "producer" | "speaker" | "location" | "stage" | "rehearsal";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description `Location` is where it goes on */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Gives an upload up. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["ClipId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        /** How far an upload is: `Upload-Offset` of `Upload-Length` bytes are here. */
        head: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["ClipId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /**
         * The next bytes of an upload, as `application/offset+octet-stream` from `Upload-Offset` on. Its check begins with
         *     its last byte: ask for the clip until its state is no longer `checking`.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["ClipId"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Who did something. */
        Actor: {
            /** @enum {string} */
            kind: "system";
        } | {
            /** @description A producer. */
            id: components["schemas"]["CrewId"];
            /** @enum {string} */
            kind: "crew";
        } | {
            /** @description A speaker. */
            id: components["schemas"]["SpeakerId"];
            /** @enum {string} */
            kind: "speaker";
        } | {
            /** @description The host of a location. */
            id: components["schemas"]["LocationId"];
            /** @enum {string} */
            kind: "location";
        } | {
            /** @description A process that makes the programme of a local stage. */
            id: components["schemas"]["StageId"];
            /** @enum {string} */
            kind: "stage";
        } | {
            /** @description A simulated crowd. */
            id: components["schemas"]["RehearsalId"];
            /** @enum {string} */
            kind: "rehearsal";
        } | {
            /** @description A machine with a key, such as a desk with buttons. */
            id: components["schemas"]["KeyId"];
            /** @enum {string} */
            kind: "hands";
        } | {
            /** @enum {string} */
            kind: "osc";
        };
        /**
         * @description Whether a producer has let a location through.
         * @enum {string}
         */
        Admission: "waiting" | "admitted" | "refused";
        /** @description Whether a location is let in. */
        AdmissionChange: {
            /** @description Whether the wall and the stage may show it. */
            admission: components["schemas"]["Admission"];
        };
        /** @description When an item was on air. */
        Aired: {
            /** @description Since when. */
            from: components["schemas"]["Timestamp"];
            to?: components["schemas"]["Timestamp"] | null;
        };
        /** @description A rectangle in a picture of any size, in ten-thousandths of its width and height, from its upper left corner. */
        Area: {
            /**
             * Format: int32
             * @description Below `y`.
             */
            height: number;
            /**
             * Format: int32
             * @description To the right of `x`.
             */
            width: number;
            /**
             * Format: int32
             * @description From the left edge.
             */
            x: number;
            /**
             * Format: int32
             * @description From the upper edge.
             */
            y: number;
        };
        /** @description Whether backups take over. */
        ArmCommand: {
            /** @description Whether they do. */
            armed: boolean;
        };
        /** @description What the crew follows of it. */
        Backstage: {
            /** @description Who is on a test call. */
            calls: components["schemas"]["TestCall"][];
            /** @description What the ends of those guests say about themselves, by their sources. */
            ends: {
                [key: string]: components["schemas"]["GuestEnd"];
            };
            /** @description The green room, then those that the crew opened. */
            rooms: components["schemas"]["GuestRoom"][];
            /** @description Guests who are in a room or were sent out, by their sources. */
            seats: {
                [key: string]: components["schemas"]["Seat"];
            };
            /** @description Who speaks now. */
            talks: components["schemas"]["BackstageTalk"][];
        };
        /** @description Somebody who speaks. */
        BackstageTalk: {
            /** @description Name of the broadcast with what they say. */
            broadcast: string;
            /** @description Who. */
            from: components["schemas"]["Party"];
            /** @description Their name. */
            name: string;
            /** @description Since when. */
            since: components["schemas"]["Timestamp"];
            /** @description To whom. */
            to: components["schemas"]["TalkTarget"];
        };
        /** @description Sources at their places, from the back to the front. */
        Boxes: components["schemas"]["SceneBox"][];
        /** @description Whom to call. */
        CallCommand: {
            /** @description A speaker or a location. */
            person: components["schemas"]["SourceId"];
        };
        /** @description A simulated location's name. */
        CallLocation: {
            /** @description Likewise. */
            country: components["schemas"]["Country"];
            /** @description As the wall shows it. */
            name: string;
        };
        /** @description A simulated speaker's name. */
        CallSpeaker: {
            /** @description The language they speak. */
            language: components["schemas"]["LanguageTag"];
            /** @description As the name graphic shows it. */
            name: string;
            /** @description The line below. */
            title?: string;
        };
        /** @description The name and title graphic: two lines over the lower part of the picture. */
        Caption: {
            /** @description The first, larger line. */
            name: string;
            /** @description The second line; may be empty. */
            title: string;
        };
        /** @description The name graphic to show. */
        CaptionCommand: {
            caption: components["schemas"]["Caption"] | null;
        };
        /** @description The people of a crowd, and how they get into the media plane. */
        Cast: {
            /** @description When the crowd vanishes. */
            expires: components["schemas"]["Timestamp"];
            /** @description Its locations. */
            locations: components["schemas"]["CastLocation"][];
            /** @description The programme's broadcast. */
            programme: string;
            /** @description Its speakers. */
            speakers: components["schemas"]["CastSpeaker"][];
            /** @description The broadcast that every screen follows. */
            state: string;
            /** @description The summit. */
            summit: components["schemas"]["Summit"];
            /** @description The path of media sessions. */
            url_path: string;
            /** @description A token for each of its viewers. */
            viewer_tokens: string[];
            /** @description The wall's broadcast. */
            wall: string;
        };
        /** @description A crowd's link, and who is in the crowd. Names that are left out are made up. */
        CastCommand: {
            /** @description Names and countries of the first locations. */
            locations?: components["schemas"]["CallLocation"][];
            /** @description Names of the first speakers. */
            speakers?: components["schemas"]["CallSpeaker"][];
            /** @description The token from behind the `#`. */
            token: string;
        };
        /** @description A simulated location. */
        CastLocation: {
            /** @description The broadcast that it publishes. */
            broadcast: string;
            /** @description Its country. */
            country: components["schemas"]["Country"];
            /** @description Its id. */
            id: components["schemas"]["LocationId"];
            /** @description For `?jwt=`, until the crowd vanishes. */
            media_token: string;
            /** @description Its name. */
            name: string;
            /** @description Its place in the crowd, 0 for the first. */
            number: number;
        };
        /** @description A simulated speaker. */
        CastSpeaker: {
            /** @description The broadcast that they publish. */
            broadcast: string;
            /** @description Their id. */
            id: components["schemas"]["SpeakerId"];
            /** @description The language they speak. */
            language: components["schemas"]["LanguageTag"];
            /** @description For `?jwt=`, until the crowd vanishes. */
            media_token: string;
            /** @description Their name. */
            name: string;
            /** @description Their place in the crowd, 0 for the first. */
            number: number;
            /** @description The line below. */
            title: string;
        };
        /**
         * @description What was done to the plan.
         * @enum {string}
         */
        ChangeKind: "add" | "remove" | "move" | "edit" | "import";
        /** @description What this guest sees. */
        ChosenPicture: {
            /** @description The picture. */
            picture: components["schemas"]["ReturnPicture"];
        };
        /** @description A clip. */
        Clip: {
            /**
             * Format: int64
             * @description Its length, from its first picture to its last.
             */
            duration_ms?: number | null;
            /** @description What is wrong with it and what to do. */
            error?: string | null;
            /** @description What a person should know of it before it is shown, the gravest first. */
            findings: components["schemas"]["ClipFinding"][];
            /** @description Its id. */
            id: components["schemas"]["ClipId"];
            /**
             * Format: int64
             * @description Where the part of it begins that is shown.
             */
            in_ms: number;
            /** @description Why its speaker is to send another one. */
            note?: string | null;
            /**
             * Format: int64
             * @description Where that ends; nothing for the clip's own end.
             */
            out_ms?: number | null;
            /**
             * Format: int64
             * @description How long it should be, by the first item of the plan that shows it or its speaker.
             */
            planned_ms?: number | null;
            /**
             * Format: int64
             * @description How long that is.
             */
            plays_ms?: number | null;
            /**
             * Format: float
             * @description How far its upload, and then its check, is, from 0 to 1.
             */
            progress: number;
            report?: components["schemas"]["ClipReport"] | null;
            /** @description What a producer thinks of it. */
            review: components["schemas"]["ClipReview"];
            /** @description What a stage can show of it. */
            source: components["schemas"]["SourceId"];
            speaker?: components["schemas"]["SpeakerId"] | null;
            /** @description How far it is. */
            state: components["schemas"]["ClipState"];
            /** @description Languages of its subtitles. */
            subtitles: components["schemas"]["LanguageTag"][];
            /** @description Its title. */
            title: string;
        };
        /** @description What can be changed of a clip; what is left out stays. */
        ClipChange: {
            /**
             * Format: int64
             * @description Where the part of it begins that is shown, in milliseconds.
             */
            in_ms?: number | null;
            /**
             * Format: int64
             * @description Where that ends; `null` for the clip's own end.
             */
            out_ms?: number | null;
            /** @description The title. */
            title?: string | null;
        };
        /** @description Something that a person should know of a recording before it is shown. */
        ClipFinding: {
            /** @enum {string} */
            kind: "no_picture";
        } | {
            /**
             * Format: int32
             * @description Their height.
             */
            height: number;
            /** @enum {string} */
            kind: "small_picture";
            /**
             * Format: int32
             * @description Their width in pixels.
             */
            width: number;
        } | {
            /** @enum {string} */
            kind: "upright";
        } | {
            /**
             * Format: double
             * @description How many.
             */
            fps: number;
            /** @enum {string} */
            kind: "few_pictures";
        } | {
            /** @enum {string} */
            kind: "black";
            /** @description Where. */
            stretches: components["schemas"]["Stretch"][];
        } | {
            /** @enum {string} */
            kind: "frozen";
            /** @description Where. */
            stretches: components["schemas"]["Stretch"][];
        } | {
            /** @enum {string} */
            kind: "no_sound";
        } | {
            /** @enum {string} */
            kind: "mute";
        } | {
            /** @enum {string} */
            kind: "silent";
            /** @description Where. */
            stretches: components["schemas"]["Stretch"][];
        } | {
            /** @enum {string} */
            kind: "distorted";
            /**
             * Format: int32
             * @description In how many.
             */
            moments: number;
        } | {
            /** @enum {string} */
            kind: "quiet";
            /**
             * Format: double
             * @description Its loudness in LUFS.
             */
            lufs: number;
        } | {
            /** @enum {string} */
            kind: "apart";
            /**
             * Format: int64
             * @description By how much the sound begins later, in milliseconds; negative when earlier.
             */
            sound_after_picture_ms: number;
        } | {
            /**
             * Format: int64
             * @description By how much, in milliseconds.
             */
            by_ms: number;
            /** @enum {string} */
            kind: "longer";
        } | {
            /**
             * Format: int64
             * @description By how much, in milliseconds.
             */
            by_ms: number;
            /** @enum {string} */
            kind: "shorter";
        };
        /**
         * @description An uploaded recording.
         * @example 4h7kq2m9xw3c8z1d
         */
        ClipId: string;
        /** @description Pictures as they came. */
        ClipPictures: {
            /**
             * @description Black stretches.
             * @default []
             */
            black: components["schemas"]["Stretch"][];
            /**
             * Format: double
             * @description Pictures a second on average; 0 when the file does not say.
             * @default 0
             */
            fps: number;
            /**
             * @description Stretches in which nothing moves.
             * @default []
             */
            frozen: components["schemas"]["Stretch"][];
            /**
             * @description Whether its colours were brought from a high dynamic range into the usual one.
             * @default false
             */
            hdr: boolean;
            /**
             * Format: int32
             * @description Height likewise.
             * @default 0
             */
            height: number;
            /**
             * Format: int32
             * @description Width as a viewer sees it, in pixels.
             * @default 0
             */
            width: number;
        };
        /** @description What was measured of a recording. Times are from its beginning. */
        ClipReport: {
            /** @default null */
            picture: components["schemas"]["ClipPictures"] | null;
            /** @default null */
            sound: components["schemas"]["ClipSound"] | null;
            /**
             * Format: int64
             * @description By how much its sound begins after its picture, in milliseconds; negative when before.
             * @default 0
             */
            sound_after_picture_ms: number;
        };
        /**
         * @description What a producer thinks of a clip.
         * @enum {string}
         */
        ClipReview: "waiting" | "approved" | "sent_back";
        /** @description Sound as it came. */
        ClipSound: {
            /**
             * Format: int32
             * @description Its channels.
             * @default 0
             */
            channels: number;
            /**
             * Format: int32
             * @description Moments in which it was recorded too loud and is distorted.
             * @default 0
             */
            clipped: number;
            /**
             * Format: double
             * @description What it was made louder by, in dB.
             * @default 0
             */
            gain_db: number;
            /**
             * Format: double
             * @description Integrated loudness in LUFS (EBU R128); nothing when all of it is silence.
             * @default null
             */
            loudness_lufs: number | null;
            /**
             * @description Silent stretches.
             * @default []
             */
            silent: components["schemas"]["Stretch"][];
        };
        /**
         * @description How far a clip is.
         * @enum {string}
         */
        ClipState: "uploading" | "checking" | "ready" | "failed";
        /** @description What a producer thinks of a clip. */
        ClipVerdict: {
            /** @description Why it is sent back, in words for its speaker. */
            note?: string | null;
            /** @description What it is. */
            review: components["schemas"]["ClipReview"];
        };
        /** @description The colours of a summit, each 0xRRGGBB. */
        Colours: {
            /**
             * Format: int32
             * @description Lines and accents on it.
             */
            accent: number;
            /**
             * Format: int32
             * @description Background of the slate.
             */
            ground: number;
        };
        /**
         * @description A corner of the picture. It is that of the picture: languages do not turn it.
         * @enum {string}
         */
        Corner: "top_left" | "top_right";
        /**
         * @description A country's code in lower case, as it stands in a broadcast's name.
         * @example ke
         */
        Country: string;
        /**
         * @description A producer or other member of the crew.
         * @example 4h7kq2m9xw3c8z1d
         */
        CrewId: string;
        /** @description What is cut away of a source's picture, in ten-thousandths of its width and height. */
        Crop: {
            /**
             * Format: int32
             * @description At the lower edge.
             * @default 0
             */
            bottom: number;
            /**
             * Format: int32
             * @description At the left edge.
             * @default 0
             */
            left: number;
            /**
             * Format: int32
             * @description At the right edge.
             * @default 0
             */
            right: number;
            /**
             * Format: int32
             * @description At the upper edge.
             * @default 0
             */
            top: number;
        };
        /** @description For how long the programme is held back. */
        DelayCommand: {
            /**
             * Format: int32
             * @description In milliseconds, at most 30,000; nothing is held back at 0.
             */
            delay_ms: number;
        };
        /**
         * @description An edge of the picture.
         * @enum {string}
         */
        Edge: "top" | "bottom";
        /**
         * @description What happens at the end of an item.
         * @enum {string}
         */
        End: "wait" | "follow";
        /** @description One entry. */
        Entry: {
            /** @description What, as `<noun>.<verb>`. */
            action: string;
            /** @description Who. */
            actor: components["schemas"]["Actor"];
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description To what and how. */
            detail: unknown;
            /** @description The name of the key, when a machine did it. */
            name?: string | null;
            /**
             * Format: int64
             * @description Its number, without gaps.
             */
            sequence: number;
        };
        /**
         * @description The list of speakers, who is called, and who speaks. Requests stand by their ids, so that a change of one is a small
         *     patch.
         */
        Floor: {
            called?: components["schemas"]["FloorSpeech"] | null;
            /** @description Who waits, the next first. */
            order: components["schemas"]["RequestId"][];
            /** @description What they ask for. */
            requests: {
                [key: string]: components["schemas"]["FloorRequest"];
            };
            /** @description What the crew decided. */
            rules: components["schemas"]["FloorRules"];
            speaking?: components["schemas"]["FloorSpeech"] | null;
            /**
             * Format: int64
             * @description Speeches that are over.
             */
            speeches: number;
        };
        /**
         * @description What somebody wants the floor for.
         * @enum {string}
         */
        FloorCategory: "point_of_order" | "reply" | "question" | "speech";
        /** @description What changes of the rules; what is left out stays. */
        FloorChange: {
            /** @description Every category once, the one that goes first in front, with its time. */
            categories?: components["schemas"]["FloorRank"][] | null;
            /**
             * Format: int32
             * @description Seconds of each party in all, or of each country for those without a party; `null` for no limit.
             */
            delegation_s?: number | null;
            /** @description Whether people may ask. */
            open?: boolean | null;
            /**
             * Format: int32
             * @description Seconds of each person in all; `null` for no limit.
             */
            person_s?: number | null;
        };
        /** @description How long somebody has spoken, to be counted on by whoever shows it. */
        FloorClock: {
            /**
             * Format: int64
             * @description How long they may, in milliseconds; nothing when there is no limit.
             */
            allowed_ms?: number | null;
            running_since?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int64
             * @description Spoken until the clock was started last, in milliseconds.
             */
            spoken_ms: number;
        };
        /** @description Speaking time of one country. */
        FloorCountry: {
            /** @description Which. */
            country: components["schemas"]["Country"];
            /**
             * Format: int32
             * @description Speeches.
             */
            speeches: number;
            /**
             * Format: int64
             * @description Their time together in milliseconds.
             */
            spoken_ms: number;
        };
        /** @description Somebody who is put on the list. */
        FloorInvitation: {
            /** @description What for. */
            category: components["schemas"]["FloorCategory"];
            /** @description A speaker, or a location that was let in. */
            person: components["schemas"]["SourceId"];
        };
        /** @description Where to. */
        FloorMove: {
            /** @description The place where the request stands afterwards, 0 for the next. */
            place: number;
        };
        /** @description Speaking time of one party. */
        FloorParty: {
            /** @description Which. */
            delegation: string;
            /**
             * Format: int32
             * @description Speeches.
             */
            speeches: number;
            /**
             * Format: int64
             * @description Their time together in milliseconds.
             */
            spoken_ms: number;
        };
        /** @description Whether the clock stands. */
        FloorPause: {
            /** @description Whether it does. */
            paused: boolean;
        };
        /** @description Speaking time of one person. */
        FloorPerson: {
            country?: components["schemas"]["Country"] | null;
            /** @description Their party. */
            delegation?: string | null;
            /** @description Their name when they spoke last. */
            name: string;
            /** @description Who. */
            person: components["schemas"]["SourceId"];
            /**
             * Format: int32
             * @description Speeches.
             */
            speeches: number;
            /**
             * Format: int64
             * @description Their time together in milliseconds.
             */
            spoken_ms: number;
        };
        /** @description One category's place and time. */
        FloorRank: {
            /** @description The category. */
            category: components["schemas"]["FloorCategory"];
            /**
             * Format: int32
             * @description Seconds of each of its speeches; nothing for no limit.
             */
            speech_s?: number | null;
        };
        /** @description Somebody who waits for the floor. */
        FloorRequest: {
            /** @description When they asked. */
            asked: components["schemas"]["Timestamp"];
            /** @description What for. */
            category: components["schemas"]["FloorCategory"];
            country?: components["schemas"]["Country"] | null;
            /** @description The party or organisation for which they speak. */
            delegation?: string | null;
            /**
             * Format: int64
             * @description How long their party, or their country when they have none, has spoken before, in milliseconds. A clock that
             *     runs is not in it.
             */
            delegation_ms?: number | null;
            /** @description The request. */
            id: components["schemas"]["RequestId"];
            /** @description Their name. */
            name: string;
            /** @description Who asks. */
            person: components["schemas"]["SourceId"];
            /**
             * Format: int64
             * @description How long they have spoken before, in milliseconds.
             */
            person_ms: number;
        };
        /** @description What the crew decided about the floor. */
        FloorRules: {
            /** @description Every category once, the one that goes first in front. */
            categories: components["schemas"]["FloorRank"][];
            /**
             * Format: int32
             * @description Seconds of each party in all, or of each country for those without a party; nothing for no limit.
             */
            delegation_s?: number | null;
            /** @description Whether people may ask. */
            open: boolean;
            /**
             * Format: int32
             * @description Seconds of each person in all; nothing for no limit.
             */
            person_s?: number | null;
        };
        /** @description A turn on the floor. */
        FloorSpeech: {
            /** @description What for. */
            category: components["schemas"]["FloorCategory"];
            /** @description How long they have spoken. */
            clock: components["schemas"]["FloorClock"];
            country?: components["schemas"]["Country"] | null;
            /** @description The party or organisation for which they speak. */
            delegation?: string | null;
            /** @description The request that led to it. */
            id: components["schemas"]["RequestId"];
            /** @description Their name. */
            name: string;
            /** @description Who speaks. */
            person: components["schemas"]["SourceId"];
        };
        /** @description Speaking times, the longest first. Of a clock that runs, what it stood at a few seconds ago. */
        FloorTotals: {
            /** @description Of each country that is known. */
            countries: components["schemas"]["FloorCountry"][];
            /** @description Of each party. */
            parties: components["schemas"]["FloorParty"][];
            /** @description Of each person. */
            people: components["schemas"]["FloorPerson"][];
        };
        /**
         * @description Where somebody stands between asking and speaking.
         * @enum {string}
         */
        FloorTurn: "waiting" | "called" | "speaking";
        /** @description One of them. */
        Graphic: {
            /** @description What it shows. */
            content: components["schemas"]["GraphicContent"];
            /** @description Its id. */
            id: components["schemas"]["GraphicId"];
        };
        /** @description What a graphic shows. Texts are of any script, and stand on the side where it begins. */
        GraphicContent: {
            /** @enum {string} */
            kind: "name";
            /** @description The first, larger line. */
            name: string;
            /** @description The second line; may be empty. */
            title?: string;
        } | {
            /** @description Where it stands. */
            edge?: components["schemas"]["Edge"];
            /** @enum {string} */
            kind: "topic";
            /** @description The line. */
            text: string;
        } | {
            /** @description Where it stands. */
            corner?: components["schemas"]["Corner"];
            /** @enum {string} */
            kind: "clock";
            /** @description What stands beside the time; may be empty. */
            label?: string;
            /** @description The zone, such as `Asia/Tehran`; the summit's when there is none. */
            zone?: string | null;
        } | {
            /** @description Where it stands. */
            corner?: components["schemas"]["Corner"];
            /** @enum {string} */
            kind: "countdown";
            /** @description What stands beside it; may be empty. */
            label?: string;
            /** @description The time; from then on it stands at zero. */
            until: components["schemas"]["Timestamp"];
        } | {
            /** @description Where it stands. */
            corner?: components["schemas"]["Corner"];
            /** @description The picture. */
            image: components["schemas"]["ImageId"];
            /** @enum {string} */
            kind: "logo";
            /** @description What the crew calls it. */
            name?: string;
        } | {
            /** @enum {string} */
            kind: "ticker";
            /** @description The text. */
            text: string;
        } | {
            /** @description Who said it; may be empty. */
            by?: string;
            /** @enum {string} */
            kind: "quote";
            /** @description Their words. */
            text: string;
        } | {
            /** @description The picture. */
            image: components["schemas"]["ImageId"];
            /** @enum {string} */
            kind: "picture";
            /** @description What the crew calls it. */
            name?: string;
        };
        /**
         * @description A graphic that the crew prepared.
         * @example 4h7kq2m9xw3c8z1d
         */
        GraphicId: string;
        /** @description Whether it is there. */
        GraphicSwitch: {
            /** @description Whether it is. */
            on: boolean;
        };
        /** @description The graphics that were prepared, and where they are. */
        Graphics: {
            /** @description Those on air, the name among them when it was prepared. */
            air: components["schemas"]["GraphicId"][];
            /** @description All of them, the oldest first. */
            all: components["schemas"]["Graphic"][];
            /** @description Those in preview. */
            preview: components["schemas"]["GraphicId"][];
        };
        /** @description What a guest's own end says about itself. */
        GuestEnd: {
            /**
             * Format: int32
             * @description How full the battery is, in per cent; nothing without one.
             */
            battery?: number | null;
            /** @description Whether there is a camera. */
            camera?: boolean | null;
            /** @description Whether it is being charged. */
            charging?: boolean | null;
            /**
             * Format: int32
             * @description Loudness of the microphone in dB below full scale.
             */
            level_db?: number | null;
            /** @description Whether the microphone is on. */
            microphone?: boolean | null;
            /** @description Whether the way to the server is a slow one, as the browser sees it. */
            slow?: boolean | null;
            /** @description Whether camera and microphone passed the check; nothing when it does not say. */
            tested?: boolean | null;
        };
        /** @description A room. */
        GuestRoom: {
            /** @description How it is told apart. */
            id: components["schemas"]["RoomPlace"];
            /** @description Its name; nothing for the green room, which every language calls its own way. */
            name?: string | null;
        };
        /** @description Where a guest stands. */
        Hand: {
            floor?: components["schemas"]["OwnFloor"] | null;
            /** @description The server's time, which the clock of a speech is to be read by. */
            now: components["schemas"]["Timestamp"];
            /** @description Whether they may ask. */
            open: boolean;
        };
        /** @description What the buttons show. An empty text and the number 0 mean: nothing. */
        HandsState: {
            /** @description Whether recorded backups take over by themselves. */
            armed: boolean;
            /** @description Whether the name graphic is on. */
            caption: boolean;
            /**
             * Format: int32
             * @description How many things are wrong.
             */
            faults: number;
            /** @description The title of the current item. */
            item: string;
            /**
             * Format: int32
             * @description Its number in the rundown.
             */
            item_number: number;
            /**
             * Format: int64
             * @description Milliseconds that the show is late by; negative when there is time left.
             */
            late_ms: number;
            /** @description Whether one scene is giving way to the other. */
            mixing: boolean;
            /** @description Whether the music plays. */
            music: boolean;
            /** @description The title of the item that comes next. */
            next: string;
            /**
             * Format: int32
             * @description Its number in the rundown.
             */
            next_number: number;
            /** @description The names of those on air; empty while the slate is. */
            on_air: string;
            /**
             * Format: int32
             * @description The first of them, by its number in the multiview.
             */
            on_air_number: number;
            /** @description The names of those in preview. */
            previewed: string;
            /**
             * Format: int32
             * @description The first of them, by its number in the multiview.
             */
            previewed_number: number;
            /** @description Whether the programme is being recorded. */
            recording: boolean;
            /** @description The same as a label: `4:05`, `-0:12`. */
            remaining: string;
            /**
             * Format: int64
             * @description Milliseconds until the current item is over; negative when it is late.
             */
            remaining_ms: number;
            /** @description Whether the rundown goes on by itself. */
            running: boolean;
            /** @description Whether a recording stands in for a live source. */
            stands_in: boolean;
        } & {
            [key: string]: string;
        };
        /**
         * @description From where on sound passes.
         * @enum {string}
         */
        HighPass: "off" | "80" | "120";
        /** @description A picture that was uploaded. */
        Image: {
            /**
             * Format: int32
             * @description Pixels down.
             */
            height: number;
            /** @description How graphics name it. */
            id: components["schemas"]["ImageId"];
            /**
             * Format: int32
             * @description Pixels across, as it is kept.
             */
            width: number;
        };
        /**
         * @description An uploaded picture of graphics.
         * @example 4h7kq2m9xw3c8z1d
         */
        ImageId: string;
        /** @description What is wrong with a file, and where. */
        ImportProblem: {
            /** @description Where: a row and a column, a line, or a path. */
            place: string;
            /** @description What is wrong, and what is allowed. */
            text: string;
        };
        /** @description What a file changes. */
        ImportReport: {
            /** @description New items. */
            added: number;
            /**
             * Format: int64
             * @description The number of the change, which takes it back.
             */
            change?: number | null;
            /** @description Items that are edited. */
            changed: number;
            /** @description What is wrong with the file; nothing is changed then. */
            problems: components["schemas"]["ImportProblem"][];
            /** @description Items that are in the plan as the file has them. */
            same: number;
        };
        /** @description One entry of the plan. */
        Item: {
            aired?: components["schemas"]["Aired"] | null;
            backup?: components["schemas"]["SourceId"] | null;
            caption?: components["schemas"]["Caption"] | null;
            /** @description What follows when it is over. */
            end: components["schemas"]["End"];
            /** @description Graphics that come on air with it. */
            graphics: components["schemas"]["GraphicId"][];
            /** @description The item's id. */
            id: components["schemas"]["ItemId"];
            /** @description What kind of entry it is. */
            kind: components["schemas"]["ItemKind"];
            /** @description Languages that are spoken in it. */
            languages: components["schemas"]["LanguageTag"][];
            /** @description For all of the crew. */
            notes: string;
            planned_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int32
             * @description Planned length in seconds.
             */
            planned_s: number;
            /** @description For one part of the crew each. */
            role_notes: {
                [key: string]: string;
            };
            /** @description What is shown. */
            scene: components["schemas"]["Scene"];
            starts?: components["schemas"]["Timestamp"] | null;
            /** @description As the crew and the audience read it. */
            title: string;
            /** @description How it comes on air. */
            transition: components["schemas"]["Transition"];
        };
        /** @description A change of an item. */
        ItemChange: {
            seen?: components["schemas"]["ItemFields"] | null;
            /** @description The fields that change. */
            set: components["schemas"]["ItemFields"];
        };
        /** @description Fields of an item; what is left out stays. */
        ItemFields: {
            backup?: components["schemas"]["SourceId"] | null;
            caption?: components["schemas"]["Caption"] | null;
            end?: components["schemas"]["End"] | null;
            /** @description Graphics that come with it. */
            graphics?: components["schemas"]["GraphicId"][] | null;
            kind?: components["schemas"]["ItemKind"] | null;
            /** @description Languages that are spoken in it. */
            languages?: components["schemas"]["LanguageTag"][] | null;
            /** @description Notes for all of the crew. */
            notes?: string | null;
            /**
             * Format: int32
             * @description The planned length in seconds.
             */
            planned_s?: number | null;
            /** @description Notes by role. */
            role_notes?: {
                [key: string]: string;
            } | null;
            scene?: components["schemas"]["Scene"] | null;
            starts?: components["schemas"]["Timestamp"] | null;
            /** @description The title. */
            title?: string | null;
            transition?: components["schemas"]["Transition"] | null;
        };
        /**
         * @description An item of a rundown.
         * @example 4h7kq2m9xw3c8z1d
         */
        ItemId: string;
        /**
         * @description What kind of entry an item is.
         * @enum {string}
         */
        ItemKind: "speech" | "recorded" | "call" | "discussion" | "wall" | "slate" | "music" | "break";
        /** @description Where an item goes. */
        ItemMove: {
            /** @description The place it has afterwards, 0 for the first. */
            place: number;
        };
        /** @description Where the show goes. */
        JumpCommand: {
            /** @description The item to bring on air. */
            item: components["schemas"]["ItemId"];
        };
        /** @description A key. */
        Key: {
            /** @description When it was made. */
            created: components["schemas"]["Timestamp"];
            /** @description Its id. */
            id: components["schemas"]["KeyId"];
            /** @description As the crew reads it. */
            name: string;
        };
        /**
         * @description A machine's key.
         * @example 4h7kq2m9xw3c8z1d
         */
        KeyId: string;
        /**
         * @description A language tag such as `en`, `fa` or `zh-Hant`: letters, digits and hyphens, at most 35 characters
         *     (RFC 5646, section 4.4.1).
         * @example fa
         */
        LanguageTag: string;
        /** @description A link and whose it is. */
        Link: {
            /** @description The holder's name. */
            name: string;
            /** @description What its holder is to the summit. */
            role: components["schemas"]["Role"];
            /** @description Whether it can be opened here. */
            state: components["schemas"]["LinkState"];
            /** @description Where it leads. */
            summit: components["schemas"]["LinkSummit"];
        };
        /** @description How long a new link works. */
        LinkDays: {
            /**
             * Format: int32
             * @description Days from now, 1 to 365; 30 when left out.
             */
            days?: number | null;
        };
        /** @description Where the link of somebody in a list stands. */
        LinkStanding: {
            /** @description Whether a browser holds it. */
            bound: boolean;
            /** @description When it stops working, or stopped. */
            expires: components["schemas"]["Timestamp"];
        };
        /**
         * @description Whether a link can be opened here.
         * @enum {string}
         */
        LinkState: "free" | "yours" | "taken" | "expired" | "revoked";
        /** @description The summit that a link leads to. */
        LinkSummit: {
            /** @description Its colours. */
            colours: components["schemas"]["Colours"];
            /** @description Its title. */
            title: string;
        };
        /** @description A link's token, from behind the `#`. */
        LinkToken: {
            /** @description 64 characters. */
            token: string;
        };
        /** @description A location. */
        Location: {
            /** @description Whether it was let in. */
            admission: components["schemas"]["Admission"];
            /** @description Likewise; `zz` shows none. */
            country: components["schemas"]["Country"];
            /** @description Its id. */
            id: components["schemas"]["LocationId"];
            link?: components["schemas"]["LinkStanding"] | null;
            /** @description As the wall shows it. */
            name: string;
            /** @description What a stage can show of it. */
            source: components["schemas"]["SourceId"];
        };
        /** @description What changes; what is left out stays. */
        LocationChange: {
            country?: components["schemas"]["Country"] | null;
            /** @description A new name. */
            name?: string | null;
        };
        /**
         * @description A location.
         * @example 4h7kq2m9xw3c8z1d
         */
        LocationId: string;
        /** @description How loud the programme is (EBU R128); silence has no loudness. */
        Loudness: {
            /**
             * Format: float
             * @description Since the last reset, in LUFS.
             */
            integrated?: number | null;
            /**
             * Format: float
             * @description Of the last 400 ms, in LUFS.
             */
            momentary?: number | null;
            /**
             * Format: float
             * @description By how much the limiter makes the programme softer, in dB.
             */
            reduction_db: number;
            /**
             * Format: int64
             * @description For how long it is measured, in seconds.
             */
            seconds: number;
            /**
             * Format: float
             * @description Of the last 3 s, in LUFS.
             */
            short_term?: number | null;
            /**
             * Format: float
             * @description The highest true peak since the last reset, in dBTP.
             */
            true_peak_db?: number | null;
        };
        /** @description A key that was made, with what proves it. It is shown this once: only its hash is kept. */
        MadeKey: {
            /** @description When it was made. */
            created: components["schemas"]["Timestamp"];
            /** @description Its id. */
            id: components["schemas"]["KeyId"];
            /** @description As the crew reads it. */
            name: string;
            /** @description What machines send: `Authorization: Bearer TOKEN`. */
            token: string;
        };
        /** @description A rehearsal that was just made. Its address is shown once and kept nowhere. */
        MadeRehearsal: {
            /** @description When it vanishes. */
            expires: components["schemas"]["Timestamp"];
            /** @description Its id. */
            id: components["schemas"]["RehearsalId"];
            /** @description For `plenary swarm`. */
            url: string;
        };
        /** @description Who this browser is. */
        Me: {
            /** @description Their id; nothing for a viewer. */
            id?: string | null;
            /** @description Their name; empty for a viewer. */
            name: string;
            /** @description What the person is to the summit. */
            role: components["schemas"]["Role"];
            /** @description Every role that this browser holds a link for, the newest first. Choose one with `?as=`. */
            roles: components["schemas"]["Role"][];
            source?: components["schemas"]["SourceId"] | null;
            stage?: components["schemas"]["StageId"] | null;
            /** @description The summit. */
            summit: components["schemas"]["Summit"];
            /** @description What stands below the name; mostly empty. */
            title: string;
        };
        /** @description How to open a media session, and the names of what is found there. */
        Media: {
            /** @description What the crew follows; for producers. */
            crew?: string | null;
            /** @description What this person follows. */
            cue?: string | null;
            /** @description Until when the token opens sessions. A session that is open goes on longer than that. */
            expires: components["schemas"]["Timestamp"];
            /** @description What the crew says to this person; for guests. */
            line?: string | null;
            /** @description The programme before its delay; for producers. */
            monitor?: string | null;
            /** @description What a take would bring on air; for producers. */
            preview?: string | null;
            /** @description The programme. */
            programme: string;
            /** @description The broadcast that this person publishes. */
            publish?: string | null;
            /** @description Where this person's return appears while they are previewed or on air. */
            returns_prefix?: string | null;
            /** @description Who the session belongs to. */
            role: components["schemas"]["Role"];
            /** @description What every screen follows. */
            state: string;
            /** @description To be sent as `?jwt=`. */
            token: string;
            /** @description Where, on this host and port. */
            url_path: string;
            /** @description The broadcast in which this person speaks to those behind the scenes. */
            voice?: string | null;
            /** @description The picture of everybody. */
            wall: string;
        };
        /** @description What a graphic shows. */
        NewGraphic: {
            /** @description Its kind, and what belongs to it. */
            content: components["schemas"]["GraphicContent"];
        };
        /** @description A new item. */
        NewItem: {
            backup?: components["schemas"]["SourceId"] | null;
            caption?: components["schemas"]["Caption"] | null;
            /** @description What follows when it is over; when left out, it waits. */
            end?: components["schemas"]["End"];
            /** @description Graphics that come on air with it. */
            graphics?: components["schemas"]["GraphicId"][];
            kind?: components["schemas"]["ItemKind"] | null;
            /** @description Languages that are spoken in it. */
            languages?: components["schemas"]["LanguageTag"][];
            /** @description For all of the crew. */
            notes?: string;
            /** @description Before which place; at the end when left out. */
            place?: number | null;
            /**
             * Format: int32
             * @description Planned length in seconds.
             */
            planned_s: number;
            /** @description For one part of the crew each. */
            role_notes?: {
                [key: string]: string;
            };
            /** @description What is shown. */
            scene: components["schemas"]["Scene"];
            starts?: components["schemas"]["Timestamp"] | null;
            /** @description As the crew and the audience read it. */
            title: string;
            /** @description How it comes on air; a cut when left out. */
            transition?: components["schemas"]["Transition"];
        };
        /** @description A new key. */
        NewKey: {
            /** @description As the crew reads it, in the journal too. */
            name: string;
        };
        /** @description A link that was just made. Its address is shown once and kept nowhere. */
        NewLink: {
            /** @description When it stops working. */
            expires: components["schemas"]["Timestamp"];
            /** @description To be given to its holder, and to nobody else. */
            url: string;
        };
        /** @description A new location. */
        NewLocation: {
            /** @description Likewise; `zz` shows none. */
            country: components["schemas"]["Country"];
            /** @description As the wall shows it. */
            name: string;
        };
        /** @description A new producer. */
        NewProducer: {
            /** @description As the crew reads it. */
            name: string;
            stage?: components["schemas"]["StageId"] | null;
        };
        /** @description A crowd to come. */
        NewRehearsal: {
            /** @description Whether its locations are let in at once; when left out, they are. */
            admit?: boolean;
            /**
             * Format: int32
             * @description Hours until it vanishes, 1 to 72.
             */
            hours: number;
            /**
             * Format: int32
             * @description Locations, up to 30,000.
             */
            locations: number;
            /**
             * Format: int32
             * @description Speakers, up to 1,000.
             */
            speakers: number;
            /**
             * Format: int32
             * @description Viewers, up to 100,000.
             */
            viewers: number;
        };
        /** @description An arrangement. */
        NewScene: {
            /** @description As the crew calls it. */
            name: string;
            /** @description One to nine places, from the back to the front. */
            places: components["schemas"]["ScenePlace"][];
        };
        /** @description A new speaker. */
        NewSpeaker: {
            country?: components["schemas"]["Country"] | null;
            /** @description The party or organisation for which they speak. */
            delegation?: string | null;
            /** @description The language they speak. */
            language: components["schemas"]["LanguageTag"];
            /** @description As the name graphic shows it. */
            name: string;
            /** @description The line below; may be empty. */
            title?: string;
        };
        /** @description A new local stage. */
        NewStage: {
            location?: components["schemas"]["LocationId"] | null;
            /** @description As crew and audience read it. */
            name: string;
        };
        /** @description Where a person stands with what they asked for. */
        OwnFloor: {
            /** @description What for. */
            category: components["schemas"]["FloorCategory"];
            clock?: components["schemas"]["FloorClock"] | null;
            /**
             * Format: int32
             * @description Their place in the queue, 1 for the next; nothing when they wait no longer.
             */
            place?: number | null;
            /** @description Their request. */
            request: components["schemas"]["RequestId"];
            /** @description Where they stand. */
            state: components["schemas"]["FloorTurn"];
        };
        /**
         * @description Somebody who speaks behind the scenes, by kind and id.
         * @example crew/4h7kq2m9xw3c8z1d
         */
        Party: string;
        /** @description A scene to preview. */
        PreviewCommand: {
            /** @description The scene. */
            scene: components["schemas"]["Scene"];
        };
        /** @description What every error answers, as `application/problem+json`. */
        Problem: {
            /** @description What happened and what to do. */
            detail: string;
            /** @description The field of the request that has to be corrected. */
            field?: string | null;
            /**
             * Format: int32
             * @description The HTTP status.
             * @example 409
             */
            status: number;
            /** @description The same in a few words, for people. */
            title: string;
            /**
             * @description Which problem it is, for programs: `urn:plenary:problem:` and a word that never changes.
             * @example urn:plenary:problem:link-taken
             */
            type: string;
        };
        /** @description A producer. */
        Producer: {
            /** @description Their id. */
            id: components["schemas"]["CrewId"];
            link?: components["schemas"]["LinkStanding"] | null;
            /** @description As the crew reads it. */
            name: string;
            stage?: components["schemas"]["StageId"] | null;
            /** @description Whether it is you. */
            you: boolean;
        };
        /** @description What for. */
        RaisedHand: {
            /** @description The category. */
            category: components["schemas"]["FloorCategory"];
        };
        /** @description A rehearsal. */
        Rehearsal: {
            /** @description Whether its locations are let in at once. */
            admit: boolean;
            /** @description When it vanishes. */
            expires: components["schemas"]["Timestamp"];
            /** @description Its id. */
            id: components["schemas"]["RehearsalId"];
            /**
             * Format: int32
             * @description How many locations it may bring.
             */
            locations: number;
            /**
             * Format: int32
             * @description How many speakers.
             */
            speakers: number;
            /**
             * Format: int32
             * @description How many viewers.
             */
            viewers: number;
        };
        /**
         * @description A rehearsal: a crowd of simulated participants.
         * @example 4h7kq2m9xw3c8z1d
         */
        RehearsalId: string;
        /** @description How many a rehearsal brings. */
        RehearsalSize: {
            /** @description When it vanishes. */
            expires: components["schemas"]["Timestamp"];
            /**
             * Format: int32
             * @description How many locations it may bring.
             */
            locations: number;
            /**
             * Format: int32
             * @description How many speakers.
             */
            speakers: number;
            /**
             * Format: int32
             * @description How many viewers.
             */
            viewers: number;
        };
        /** @description A crowd's link. */
        RehearsalToken: {
            /** @description The token from behind the `#`. */
            token: string;
        };
        /**
         * @description A request for the floor, and the speech that it leads to.
         * @example 4h7kq2m9xw3c8z1d
         */
        RequestId: string;
        /**
         * @description The picture that a guest sees beside their own.
         * @enum {string}
         */
        ReturnPicture: "programme" | "guests" | "preview";
        /**
         * @description What a person is to the summit.
         * @enum {string}
         */
        Role: "viewer" | "producer" | "speaker" | "location" | "stage" | "rehearsal";
        /** @description Where somebody goes. */
        RoomMove: {
            /** @description A speaker or a location. */
            person: components["schemas"]["SourceId"];
            to: components["schemas"]["RoomPlace"] | null;
        };
        /** @description A room's name. */
        RoomName: {
            /** @description As crew and guests read it. */
            name: string;
        };
        /** @description Who is sent out. */
        RoomOut: {
            /** @description A speaker or a location. */
            person: components["schemas"]["SourceId"];
            /** @description Why, in words for them. */
            reason: string;
        };
        /** @description Who is meant. */
        RoomPerson: {
            /** @description A speaker or a location. */
            person: components["schemas"]["SourceId"];
        };
        /** @description What a guest sees. */
        RoomPicture: {
            /** @description A speaker or a location. */
            person: components["schemas"]["SourceId"];
            /** @description The picture. */
            picture: components["schemas"]["ReturnPicture"];
        };
        /**
         * @description Which room: `green`, or the id of one that the crew opened.
         * @example green
         */
        RoomPlace: string;
        /** @description Whether the rundown goes on by itself. */
        RunCommand: {
            /** @description Whether it does. */
            running: boolean;
        };
        /** @description The place in the plan, and how the rest of it looks. */
        Rundown: {
            current?: components["schemas"]["ItemId"] | null;
            ends_at?: components["schemas"]["Timestamp"] | null;
            follows_at?: components["schemas"]["Timestamp"] | null;
            next?: components["schemas"]["ItemId"] | null;
            /**
             * Format: int64
             * @description How much too late the current item and those that follow it end, in milliseconds; negative when there is
             *     time left. At the next item that starts by the clock, or else at the end of the plan.
             */
            over_ms?: number | null;
            /** @description Whether the rundown goes on by itself. */
            running: boolean;
            /** @description How much later than planned items come, as it looks now: each from its item to the next one's. */
            shifts: components["schemas"]["Shift"][];
            since?: components["schemas"]["Timestamp"] | null;
        };
        /** @description A change of the plan, and who made it. */
        RundownChange: {
            /** @description When it was made. */
            at: components["schemas"]["Timestamp"];
            /** @description Who made it. */
            by: components["schemas"]["Actor"];
            /** @description The fields that an edit changes. */
            fields: string[];
            /** @description The items that it touches. */
            items: components["schemas"]["ItemId"][];
            /** @description What was done. */
            kind: components["schemas"]["ChangeKind"];
            /**
             * Format: int64
             * @description Its number in the journal.
             */
            sequence: number;
            /** @description The title of the first of them, as it is after the change. */
            title?: string | null;
            /**
             * Format: int64
             * @description The change that it takes back.
             */
            undoes?: number | null;
            /** @description Whether a later one takes it back. */
            undone: boolean;
        };
        /** @description The plan and the place in it. */
        RundownPlan: components["schemas"]["Rundown"] & {
            /** @description The items in order. */
            items: components["schemas"]["Item"][];
        };
        /** @description An arrangement of sources in a picture. */
        Scene: {
            /** @enum {string} */
            layout: "slate";
        } | {
            /** @enum {string} */
            layout: "full";
            /** @description The source. */
            source: components["schemas"]["SourceId"];
        } | {
            /** @enum {string} */
            layout: "two";
            /** @description On the left, in every language. */
            left: components["schemas"]["SourceId"];
            /** @description On the right. */
            right: components["schemas"]["SourceId"];
        } | {
            /** @description The small one. */
            inset: components["schemas"]["SourceId"];
            /** @enum {string} */
            layout: "inset";
            /** @description The large one. */
            main: components["schemas"]["SourceId"];
        } | {
            /** @description From the back to the front. */
            boxes: components["schemas"]["Boxes"];
            /** @enum {string} */
            layout: "boxes";
        };
        /** @description A source at its place. It fills the place; what does not fit its shape is cut. */
        SceneBox: {
            /** @description Where it stands. */
            at: components["schemas"]["Area"];
            /** @description What is not shown of it. */
            crop?: components["schemas"]["Crop"];
            /** @description The source. */
            source: components["schemas"]["SourceId"];
        };
        /** @description A place for a source. */
        ScenePlace: {
            /** @description Where it stands. */
            at: components["schemas"]["Area"];
            /** @description What is not shown of its source. */
            crop?: components["schemas"]["Crop"];
        };
        /** @description Where a guest is. */
        Seat: {
            /** @description Why they were sent out, in words for them. */
            out?: string | null;
            /** @description The picture that they see. */
            picture: components["schemas"]["ReturnPicture"];
            room?: components["schemas"]["RoomPlace"] | null;
        };
        /** @description From this item on, everything comes so much later (or earlier) than planned. */
        Shift: {
            /**
             * Format: int64
             * @description How much later, in milliseconds; negative when earlier.
             */
            by_ms: number;
            /** @description The first item that it is true of. */
            item: components["schemas"]["ItemId"];
        };
        /** @description Music that loops under the programme. */
        SoundBed: {
            /** @description The recording. */
            clip: components["schemas"]["ClipId"];
            /** @description How it makes room for speech. */
            duck: components["schemas"]["SoundDuck"];
            /**
             * Format: float
             * @description How long it takes to come and to go, in ms: 10 to 20,000.
             */
            fade_ms: number;
            /**
             * Format: float
             * @description How much louder it is while nobody speaks, in dB: -60 to 20.
             */
            level_db: number;
        };
        /** @description What changes of the music; what is left out stays. */
        SoundBedChange: {
            clip?: components["schemas"]["ClipId"] | null;
            duck?: components["schemas"]["SoundDuckChange"] | null;
            /**
             * Format: float
             * @description How long it takes to come and to go, in ms: 10 to 20,000.
             */
            fade_ms?: number | null;
            /**
             * Format: float
             * @description How much louder it is while nobody speaks, in dB: -60 to 20.
             */
            level_db?: number | null;
            /** @description Whether it plays. */
            playing?: boolean | null;
        };
        /** @description The sound desk. */
        SoundDesk: {
            bed?: components["schemas"]["SoundBed"] | null;
            /** @description Whether it makes room for speech now. */
            ducked: boolean;
            /** @description How loud the programme is. */
            loudness: components["schemas"]["Loudness"];
            /** @description Whether it plays. */
            playing: boolean;
            /** @description Strips of sources that the stage listens to, or that were changed. Every other is as it comes. */
            strips: components["schemas"]["SoundStripState"][];
        };
        /** @description How music makes room for speech. */
        SoundDuck: {
            /**
             * Format: float
             * @description How long it takes to go down, in ms: 5 to 5,000.
             * @default 120
             */
            attack_ms: number;
            /**
             * Format: float
             * @description How much the music goes down, in dB: 0 to 60.
             * @default 14
             */
            depth_db: number;
            /**
             * Format: float
             * @description For how long it stays down between two words, in ms: 0 to 10,000.
             * @default 600
             */
            hold_ms: number;
            /**
             * Format: float
             * @description How long it takes to come back, in ms: 5 to 20,000.
             * @default 1200
             */
            release_ms: number;
            /**
             * Format: float
             * @description How loud the programme must be, without the music, to be speech: -90 to 0.
             * @default -42
             */
            threshold_db: number;
        };
        /** @description What changes of how music makes room for speech; what is left out stays. */
        SoundDuckChange: {
            /**
             * Format: float
             * @description How long it takes to go down, in ms: 5 to 5,000.
             */
            attack_ms?: number | null;
            /**
             * Format: float
             * @description How much the music goes down, in dB: 0 to 60.
             */
            depth_db?: number | null;
            /**
             * Format: float
             * @description For how long it stays down between two words, in ms: 0 to 10,000.
             */
            hold_ms?: number | null;
            /**
             * Format: float
             * @description How long it takes to come back, in ms: 5 to 20,000.
             */
            release_ms?: number | null;
            /**
             * Format: float
             * @description How loud the programme must be to be speech: -90 to 0.
             */
            threshold_db?: number | null;
        };
        /** @description Lets through what is louder than a threshold. */
        SoundGate: {
            /**
             * Format: float
             * @description How long it takes to open, in ms: 1 to 500.
             * @default 3
             */
            attack_ms: number;
            /**
             * Format: float
             * @description For how long it stays open when it is quiet, in ms: 0 to 5,000.
             * @default 250
             */
            hold_ms: number;
            /**
             * Format: float
             * @description It closes at so many dB less: 0 to 24.
             * @default 6
             */
            hysteresis_db: number;
            /**
             * @description Whether it works.
             * @default false
             */
            on: boolean;
            /**
             * Format: float
             * @description How long it takes to close, in ms: 5 to 5,000.
             * @default 200
             */
            release_ms: number;
            /**
             * Format: float
             * @description What opens it: -90 to 0.
             * @default -48
             */
            threshold_db: number;
        };
        /** @description What changes of a gate; what is left out stays. */
        SoundGateChange: {
            /**
             * Format: float
             * @description How long it takes to open, in ms: 1 to 500.
             */
            attack_ms?: number | null;
            /**
             * Format: float
             * @description For how long it stays open when it is quiet, in ms: 0 to 5,000.
             */
            hold_ms?: number | null;
            /**
             * Format: float
             * @description It closes at so many dB less: 0 to 24.
             */
            hysteresis_db?: number | null;
            /** @description Whether it works. */
            on?: boolean | null;
            /**
             * Format: float
             * @description How long it takes to close, in ms: 5 to 5,000.
             */
            release_ms?: number | null;
            /**
             * Format: float
             * @description What opens it: -90 to 0.
             */
            threshold_db?: number | null;
        };
        /** @description Keeps peaks below a ceiling. */
        SoundLimiter: {
            /**
             * Format: float
             * @description What no sample is above: -30 to 0.
             * @default -1
             */
            ceiling_db: number;
            /**
             * @description Whether it works.
             * @default true
             */
            on: boolean;
        };
        /** @description What changes of a limiter; what is left out stays. */
        SoundLimiterChange: {
            /**
             * Format: float
             * @description What no sample is above: -30 to 0.
             */
            ceiling_db?: number | null;
            /** @description Whether it works. */
            on?: boolean | null;
        };
        /**
         * @description When a source is in the programme's sound.
         * @enum {string}
         */
        SoundOnAir: "picture" | "always" | "never";
        /** @description The strip of one source, in the order in which sound goes through it: high-pass, gate, gain, limiter, mute. */
        SoundStrip: {
            /**
             * Format: float
             * @description How much louder, in dB: -60 to 20.
             * @default 0
             */
            gain_db: number;
            /**
             * @description What takes the room away while nobody speaks.
             * @default {
             *       "attack_ms": 3,
             *       "hold_ms": 250,
             *       "hysteresis_db": 6,
             *       "on": false,
             *       "release_ms": 200,
             *       "threshold_db": -48
             *     }
             */
            gate: components["schemas"]["SoundGate"];
            /**
             * @description What takes rumble away.
             * @default off
             */
            high_pass: components["schemas"]["HighPass"];
            /**
             * @description What keeps it from being too loud.
             * @default {
             *       "ceiling_db": -1,
             *       "on": true
             *     }
             */
            limiter: components["schemas"]["SoundLimiter"];
            /**
             * @description Nobody hears it.
             * @default false
             */
            muted: boolean;
            /**
             * @description When it is in the programme.
             * @default picture
             */
            on_air: components["schemas"]["SoundOnAir"];
        };
        /** @description What changes of a strip; what is left out stays. */
        SoundStripChange: {
            /**
             * Format: float
             * @description How much louder, in dB: -60 to 20.
             */
            gain_db?: number | null;
            gate?: components["schemas"]["SoundGateChange"] | null;
            high_pass?: components["schemas"]["HighPass"] | null;
            limiter?: components["schemas"]["SoundLimiterChange"] | null;
            /** @description Whether nobody hears it. */
            muted?: boolean | null;
            on_air?: components["schemas"]["SoundOnAir"] | null;
            /** @description Whether the crew hears it alone. The programme stays as it is. */
            solo?: boolean | null;
        };
        /** @description A source's strip. */
        SoundStripState: {
            /** @description Whether the gate lets sound through. */
            gate_open: boolean;
            /**
             * Format: float
             * @description Momentary loudness behind the mute, in LUFS; none for silence.
             */
            lufs?: number | null;
            /**
             * Format: float
             * @description The highest sample behind the mute, in dB below full scale, while the stage listens to it.
             */
            peak_db?: number | null;
            /**
             * Format: float
             * @description By how much the limiter makes it softer, in dB.
             */
            reduction_db: number;
            /** @description What it is set to. */
            settings: components["schemas"]["SoundStrip"];
            /** @description Whether the crew hears it alone. */
            solo: boolean;
            /** @description Whose it is. */
            source: components["schemas"]["SourceId"];
        };
        /**
         * @description Anything a stage can show, by kind and id.
         * @example speaker/4h7kq2m9xw3c8z1d
         */
        SourceId: string;
        /** @description A speaker. */
        Speaker: {
            /** @description The country that they are from or speak for; `zz` when nobody said. */
            country: components["schemas"]["Country"];
            /** @description The party or organisation for which they speak. */
            delegation?: string | null;
            /** @description Their id. */
            id: components["schemas"]["SpeakerId"];
            /** @description The language they speak. */
            language: components["schemas"]["LanguageTag"];
            link?: components["schemas"]["LinkStanding"] | null;
            /** @description As the name graphic shows it. */
            name: string;
            /** @description What a stage can show of them. */
            source: components["schemas"]["SourceId"];
            /** @description The line below; may be empty. */
            title: string;
        };
        /** @description What changes; what is left out stays. */
        SpeakerChange: {
            country?: components["schemas"]["Country"] | null;
            /** @description Another party or organisation; an empty text for none. */
            delegation?: string | null;
            language?: components["schemas"]["LanguageTag"] | null;
            /** @description A new name. */
            name?: string | null;
            /** @description A new line below it. */
            title?: string | null;
        };
        /**
         * @description A speaker.
         * @example 4h7kq2m9xw3c8z1d
         */
        SpeakerId: string;
        /** @description A stage. */
        Stage: {
            /** @description Its id. */
            id: components["schemas"]["StageId"];
            link?: components["schemas"]["LinkStanding"] | null;
            location?: components["schemas"]["LocationId"] | null;
            /** @description Whether it is the one that viewers see when they ask for none. */
            main: boolean;
            /** @description As crew and audience read it. */
            name: string;
            /** @description Name of its programme's broadcast. */
            programme: string;
            /** @description What other stages can show of it. */
            source: components["schemas"]["SourceId"];
        };
        /** @description What changes. */
        StageChange: {
            /** @description A new name. */
            name: string;
        };
        /**
         * @description A stage of a summit.
         * @example 4h7kq2m9xw3c8z1d
         */
        StageId: string;
        /** @description A part of a recording. */
        Stretch: {
            /**
             * Format: int64
             * @description Where it begins, in milliseconds.
             */
            at_ms: number;
            /**
             * Format: int64
             * @description How long it is.
             */
            length_ms: number;
        };
        /** @description A summit, as anybody may know it. */
        Summit: {
            /** @description Its colours. */
            colours: components["schemas"]["Colours"];
            /** @description Its id. */
            id: components["schemas"]["SummitId"];
            /** @description Whether anyone may watch without a link. */
            open: boolean;
            starts?: components["schemas"]["Timestamp"] | null;
            /** @description Its title. */
            title: string;
            /** @description The zone of its clocks. */
            zone: string;
        };
        /** @description What changes; what is left out stays. */
        SummitChange: {
            colours?: components["schemas"]["Colours"] | null;
            /** @description Whether anyone may watch without a link. `false` ends the sessions of those who do. */
            open?: boolean | null;
            /**
             * Format: int64
             * @description A new start; `null` takes the countdown away.
             */
            starts?: number | null;
            /** @description A new title. */
            title?: string | null;
            /** @description The zone of its clocks, such as `Asia/Tehran`. */
            zone?: string | null;
        };
        /**
         * @description A summit.
         * @example 4h7kq2m9xw3c8z1d
         */
        SummitId: string;
        /** @description How to take. */
        TakeCommand: {
            /** @description How one scene gives way to the other; a cut when left out. */
            transition?: components["schemas"]["Transition"];
        };
        /** @description What an on-air command led to. */
        Taken: {
            /**
             * Format: int64
             * @description The first frame of the programme that shows it.
             */
            frame: number;
            /** @description The scene in preview afterwards. */
            preview: components["schemas"]["Scene"];
            /** @description The scene on air afterwards. */
            programme: components["schemas"]["Scene"];
            /**
             * @description Whether it is on disk. When it is not (the disk is full), it happened on air all the same and
             *     the fault `store` says what to do.
             */
            recorded: boolean;
        };
        /** @description Whom to speak to. */
        TalkCommand: {
            /** @description One person, a room, all rooms, or the crew. */
            to: components["schemas"]["TalkTarget"];
        };
        /** @description Whom somebody speaks to. */
        TalkTarget: {
            /** @enum {string} */
            kind: "person";
            /** @description Who. */
            person: components["schemas"]["SourceId"];
        } | {
            /** @enum {string} */
            kind: "room";
            /** @description Which room. */
            room: components["schemas"]["RoomPlace"];
        } | {
            /** @enum {string} */
            kind: "all";
        } | {
            /** @enum {string} */
            kind: "crew";
        };
        /**
         * @description An arrangement of places that the crew made.
         * @example 4h7kq2m9xw3c8z1d
         */
        TemplateId: string;
        /** @description A test call. */
        TestCall: {
            /** @description Who of the crew. */
            crew: components["schemas"]["CrewId"];
            /** @description Their name. */
            name: string;
            /** @description The guest. */
            person: components["schemas"]["SourceId"];
            /** @description Since when. */
            since: components["schemas"]["Timestamp"];
        };
        /**
         * Format: int64
         * @description Milliseconds since 1970-01-01T00:00:00Z.
         */
        Timestamp: number;
        /** @description How a scene gives way to the next. */
        Transition: {
            /** @enum {string} */
            kind: "cut";
        } | {
            /**
             * Format: int32
             * @description How long it takes, from [`Transition::SHORTEST_MS`] to [`Transition::LONGEST_MS`].
             */
            duration_ms: number;
            /** @enum {string} */
            kind: "mix";
        } | {
            /** @description Where the edge goes. */
            direction: components["schemas"]["WipeDirection"];
            /**
             * Format: int32
             * @description How long it takes, from [`Transition::SHORTEST_MS`] to [`Transition::LONGEST_MS`].
             */
            duration_ms: number;
            /** @enum {string} */
            kind: "wipe";
        } | {
            /** @description The recording, shown as a whole and heard. */
            clip: components["schemas"]["ClipId"];
            /**
             * Format: int32
             * @description When the scenes are exchanged, counted from its first picture; at most [`Transition::LONGEST_MS`].
             */
            cut_ms: number;
            /** @enum {string} */
            kind: "stinger";
        };
        /**
         * @description Where the edge of a wipe goes. It is that of the picture: languages do not turn it.
         * @enum {string}
         */
        WipeDirection: "left" | "right" | "up" | "down";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
