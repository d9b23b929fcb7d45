if @@trancount > 0 commit transaction;
