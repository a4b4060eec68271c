/*
 * onnxruntime tells its makers how it is used, unless this is set before it is loaded: a device id and a database of events in the user's
 * cache, and a connection to send them. Nothing of this program does that. Child processes inherit it.
 */
process.env.ORT_DISABLE_TELEMETRY = '1';
