export interface AuditEntry { readonly id: string }
