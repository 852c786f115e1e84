export interface Transaction { readonly id: string }
