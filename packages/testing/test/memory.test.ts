import { auditLogContract, booksContract, journalContract, lotsContract, reportsContract, spotsContract, storageContract, ticketsContract } from "@parkade/testing/contracts"
import { Memory } from "@parkade/testing/memory"

lotsContract("Lots in memory", Memory.layer)
ticketsContract("Tickets in memory", Memory.layer, { histories: 150 })
spotsContract("Spots in memory", Memory.layer, { histories: 300 })
journalContract("Journal in memory", Memory.layer)
reportsContract("Reports in memory", Memory.layer)
booksContract("Books in memory", Memory.layer)
auditLogContract("The audit log in memory", Memory.layer)
storageContract("All of storage in memory, started once", Memory.layer)
