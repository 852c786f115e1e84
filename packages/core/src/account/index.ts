export * as AuditEntry from "./AuditEntry.ts"
